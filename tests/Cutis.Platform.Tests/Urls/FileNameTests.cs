using Cutis.Masks.Scenes;
using Cutis.Platform.Urls;

namespace Cutis.Platform.Tests.Urls;

/// <summary>Names that pictures and photos are saved under.</summary>
public class FileNameTests
{
    [Theory]
    [InlineData("lines", "image/jpeg", "lines.jpg")]
    [InlineData("lines", "image/svg+xml", "lines.svg")]
    [InlineData("lines,redness", "image/jpeg", "lines-redness.jpg")]
    [InlineData("lines,redness,lines", "image/webp", "lines-redness.webp")]
    [InlineData("our.model.svg", "image/png", "our_model_svg.png")]
    public void A_picture_is_named_after_its_masks(string algorithms, string mediaType, string name) =>
        FileNames.ForMasks(algorithms.Split(','), mediaType).ShouldBe(name);

    [Fact]
    public void A_name_has_a_bounded_length_and_safe_characters()
    {
        var many = Enumerable.Range(0, 24).Select(i => $"algorithm_{i}").ToArray();
        FileNames.ForMasks(many, "image/jpeg").ShouldBe("algorithm_0-algorithm_1-algorithm_2-algorithm_3-and-20-more.jpg");
        FileNames.ForMasks([new string('a', 100), "b"], "image/webp").ShouldBe(new string('a', 48) + "-and-1-more.webp");
        FileNames.ForMasks([new string('a', 100)], "image/jpeg").ShouldBe(new string('a', 59) + ".jpg");
        for (var length = 1; length <= 100; length++)
        {
            for (var count = 1; count <= 24; count++)
            {
                var name = FileNames.ForMasks(
                    Enumerable.Range(0, count).Select(i => $"{i}.{new string('x', length)}"[..length]),
                    "image/svg+xml"
                );
                name.Length.ShouldBeLessThanOrEqualTo(FileNames.MaxLength);
                name.ShouldMatch(@"\A[A-Za-z0-9_\-]+\.svg\z");
            }
        }
    }

    [Theory]
    [InlineData("selfie.jpg", false, "selfie.jpg")]
    [InlineData("selfie.HEIC", false, "selfie.jpg")]
    [InlineData("selfie.jpg", true, "selfie-restored.jpg")]
    [InlineData("image", false, "image.jpg")]
    [InlineData("visit 1.2", false, "visit 1.2.jpg")]
    [InlineData("../../etc/passwd", false, "_.._etc_passwd.jpg")]
    [InlineData("C:\\photos\\a\"b\".png", false, "C__photos_a_b_.jpg")]
    [InlineData("a\r\nSet-Cookie: x", false, "a__Set-Cookie_ x.jpg")]
    [InlineData("gpj\u202Eexe.jpg", false, "gpj_exe.jpg")]
    [InlineData("100%41.jpg", false, "100_41.jpg")]
    [InlineData(" .. ", false, "image.jpg")]
    [InlineData("", false, "image.jpg")]
    [InlineData("M\u00fcller \u5f20.jpg", false, "M\u00fcller \u5f20.jpg")]
    public void A_photo_is_saved_under_the_name_of_its_image_without_what_harms(string image, bool isRestored, string name) =>
        FileNames.Shown(image, isRestored, ".jpg").ShouldBe(name);

    [Fact]
    public void A_long_name_is_cut_between_characters()
    {
        for (var before = 100; before < 120; before++)
        {
            var name = FileNames.Shown(new string('a', before) + string.Concat(Enumerable.Repeat("\U0001F600", 60)), true, ".jpg");
            name.Length.ShouldBeLessThanOrEqualTo(FileNames.MaxShownLength);
            name.ShouldEndWith("-restored.jpg");
            name.ShouldNotContain("\ufffd");
            System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(name)).ShouldBe(name);
        }
    }

    [Fact]
    public void A_photo_in_a_url_is_not_named_after_a_person() => FileNames.ForPhoto(Frame.Restored, "image/png").ShouldBe("restored.png");
}
