using System;
using Cutis.Platform.Storage;

namespace Cutis.Platform.Tests.Storage;

/// <summary>Places of objects: what stands in file names and in buckets for good.</summary>
public class ObjectKeyTests
{
    private static readonly Guid Company = Guid.Parse("0f8fad5b-d9cb-469f-a165-70867728950e");
    private static readonly Guid Image = Guid.Parse("7c9e6679-7425-40de-944b-e07fc1f90ae7");
    private static readonly string Digest = new('a', 64);
    private static readonly string Prefix = $"companies/{Company}/images/{Image}";

    [Fact]
    public void Places_are_what_they_always_were()
    {
        ObjectKey.Image(Company, Image).Path.ShouldBe(Prefix);
        ObjectKey.Photo(Company, Image, Digest).Path.ShouldBe($"{Prefix}/photos/{Digest}");
        ObjectKey.Masks(Company, Image, Digest).Path.ShouldBe($"{Prefix}/masks/{Digest}.json");
        ObjectKey.Recipe(Company, Image, Digest).Path.ShouldBe($"{Prefix}/recipes/{Digest}.json");
        ObjectKey.Image(Company, Image).Digest.ShouldBeNull();
    }

    [Fact]
    public void A_place_is_read_back_to_the_key_that_names_it()
    {
        foreach (
            var key in new[]
            {
                ObjectKey.Photo(Company, Image, Digest),
                ObjectKey.Masks(Company, Image, Digest),
                ObjectKey.Recipe(Company, Image, Digest),
            }
        )
            ObjectKey.TryParse(key.Path).ShouldBe(key);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{0}")]
    [InlineData("{0}/photos/")]
    [InlineData("{0}/photos/{1}.json")]
    [InlineData("{0}/masks/{1}")]
    [InlineData("{0}/others/{1}")]
    [InlineData("/{0}/photos/{1}")]
    [InlineData("{0}/photos/{1}/")]
    [InlineData("{0}/photos/../photos/{1}")]
    [InlineData("{0}/photos/AAAA")]
    [InlineData("companies/x/images/y/photos/{1}")]
    public void Other_texts_are_no_keys(string text) =>
        ObjectKey
            .TryParse(text.Replace("{0}", Prefix, StringComparison.Ordinal).Replace("{1}", Digest, StringComparison.Ordinal))
            .ShouldBeNull();

    [Theory]
    [InlineData("")]
    [InlineData("../../etc/passwd")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/")]
    public void A_key_is_made_of_a_digest_alone(string digest)
    {
        ObjectKey.IsDigest(digest).ShouldBeFalse();
        Should.Throw<ArgumentException>(() => ObjectKey.Photo(Company, Image, digest));
        Should.Throw<ArgumentException>(() => ObjectKey.Masks(Company, Image, digest));
        Should.Throw<ArgumentException>(() => ObjectKey.Recipe(Company, Image, digest));
    }
}
