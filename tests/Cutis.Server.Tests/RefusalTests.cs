using Cutis.Imaging.Core;
using Cutis.Imaging.Photos;

namespace Cutis.Server.Tests;

/// <summary>Why an analysis has no answer, over HTTP: in words and as a code, in v4, v5 and the result.</summary>
public class RefusalTests : TestServer
{
    private static readonly byte[] Face = File.ReadAllBytes(Path.Combine(OpenApi.Root, "src/Cutis.Platform/Demo/photo.jpg"));

    public static TheoryData<string, string, string> Cases =>
        new()
        {
            { "no_face", "lines", "No face detected" },
            { "resolution", "lines", "pixels a millimetre; 1.5 are needed" },
            { "pose", "redness", "to the side; at most 45° are allowed" },
            { "greyscale", "redness", "no colour" },
            { "not_full_face", "lines", "Not full face" },
            { "not_available", "hydration", "a plug-in or an imported result can supply it" },
        };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Each_reason_has_a_code_of_its_own(string code, string algorithm, string words)
    {
        var image = await UploadAsync(PhotoOf(code), code + ".jpg");
        await AnalyseAsync(image, algorithm);
        var asked = $$"""[{"algorithm_tech_name":"{{algorithm}}"}]""";
        var svg = await SendAsync(
            "POST",
            $"/service/rasterisation/v5/svg_masks/?company_id={Known.CompanyId}",
            Json($$"""{"image_id":"{{image}}","masks":{{asked}}}""")
        );
        OpenApi.ShouldFit(svg.Json, "SvgMasksAnswer");
        foreach (var answer in new[] { (await MasksOfAsync(image, asked))[0], svg.Json.GetProperty("results")[0] })
        {
            answer.GetProperty("feedback").GetProperty("error_code").GetString().ShouldBe(code, answer.ToString());
            answer.GetProperty("error").GetString()!.ShouldContain(words);
            answer.GetProperty("masked_image_url").GetString().ShouldBeNull();
        }

        var result = (await SendAsync("GET", $"{Company}/images/{image}/results/{algorithm}/")).Json;
        result.GetProperty("feedback").GetProperty("reason").GetString().ShouldBe(code);
    }

    [Fact]
    public async Task A_reason_of_somebody_else_is_not_taken_for_ours()
    {
        var image = await UploadAsync(Photos.GreyPng);
        foreach (
            var (feedback, code) in new[]
            {
                ("""{"reason":"no_skin"}""", "no_skin"),
                ("""{"reason":"mask_invalid"}""", "analysis_failed"),
                ("""{"reason":7}""", "analysis_failed"),
                ("null", "analysis_failed"),
                ($$"""{"reason":"pose","more":"{{new string('x', 10_000)}}"}""", "analysis_failed"),
            }
        )
        {
            await PutResultAsync(
                image,
                "lines",
                $$"""{"algorithm_tech_name":"lines","area_results":[],"error":"No","feedback":{{feedback}}}"""
            );
            var answer = (await MasksOfAsync(image, """[{"algorithm_tech_name":"lines"}]"""))[0];
            answer.GetProperty("feedback").GetProperty("error_code").GetString().ShouldBe(code, feedback[..Math.Min(40, feedback.Length)]);
        }
    }

    private async Task AnalyseAsync(Guid image, string algorithm)
    {
        var started = await SendAsync("POST", $"{Company}/images/{image}/compute/", Json($$"""{"algorithms":["{{algorithm}}"]}"""));
        started.Status.ShouldBe(202, started.Text);
        for (var i = 0; i < 1200; i++)
        {
            if ((await SendAsync("GET", $"{Company}/images/{image}/compute/")).Json.GetProperty("status").GetString() == "done")
                return;
            await Task.Delay(50);
        }

        throw new TimeoutException("The analysis did not end");
    }

    private static byte[] PhotoOf(string code)
    {
        if (code == "no_face")
            return Photos.GreyPng;
        if (code == "pose")
            return File.ReadAllBytes(Path.Combine(OpenApi.Root, "tests/Cutis.Server.Tests/Assets/turned.jpg"));
        Photo.TryOpen(Face, new PhotoLimits(), out var photo, out _).ShouldBeTrue();
        return code switch
        {
            "resolution" => Small(photo!.ReadRgb(), 8).EncodeJpeg(92),
            "greyscale" => Grey(Small(photo!.ReadRgb(), 2)).EncodeJpeg(92),
            // A half of the face is beyond the edge.
            "not_full_face" => Cut(Small(photo!.ReadRgb(), 2)).EncodeJpeg(92),
            _ => Face,
        };
    }

    private static RgbImage Small(RgbImage picture, int factor)
    {
        var (width, height) = (picture.Width / factor, picture.Height / factor);
        var data = new byte[width * height * 3];
        for (var i = 0; i < data.Length; i++)
        {
            var (x, y, c, sum) = (i / 3 % width * factor, i / 3 / width * factor, i % 3, 0);
            for (var k = 0; k < factor * factor; k++)
                sum += picture.Data[((((y + (k / factor)) * picture.Width) + x + (k % factor)) * 3) + c];
            data[i] = (byte)(sum / (factor * factor));
        }

        return new RgbImage(width, height, data);
    }

    private static RgbImage Grey(RgbImage picture) =>
        picture with
        {
            Data = [.. picture.Data.Select((_, i) => picture.Data[i - (i % 3) + 1])],
        };

    private static RgbImage Cut(RgbImage picture)
    {
        var (width, data) = (picture.Width * 54 / 100, new List<byte>());
        for (var y = 0; y < picture.Height; y++)
            data.AddRange(picture.Data.AsSpan(y * picture.Width * 3, width * 3));
        return new RgbImage(width, picture.Height, [.. data]);
    }
}
