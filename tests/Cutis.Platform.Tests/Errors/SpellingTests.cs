using Cutis.Platform.Errors;

namespace Cutis.Platform.Tests.Errors;

/// <summary>The word that somebody most likely meant.</summary>
public class SpellingTests
{
    private static readonly string[] Known = ["algorithm", "masks", "image_id", "image_type"];

    [Theory]
    [InlineData("mask", "masks")]
    [InlineData("MASKS", "masks")]
    [InlineData("makss", "masks")]
    [InlineData("amsks", "masks")]
    [InlineData("image_idd", "image_id")]
    [InlineData("imagetype", "image_type")]
    [InlineData("algoritm", "algorithm")]
    [InlineData("zzz", null)]
    [InlineData("", null)]
    [InlineData("completely_different", null)]
    public void A_word_that_is_near_is_found(string word, string? expected) => Spelling.Nearest(word, Known).ShouldBe(expected);

    [Fact]
    public void Of_two_that_are_as_near_the_first_is_meant() => Spelling.Nearest("b", ["a", "c"]).ShouldBe("a");
}
