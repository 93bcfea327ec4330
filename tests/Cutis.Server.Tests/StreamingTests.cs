using System;
using Cutis.Imaging.Core;
using Cutis.Imaging.Photos;
using Cutis.Platform.Photos;
using Cutis.Server.Endpoints;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;

namespace Cutis.Server.Tests;

/// <summary>Large pictures leave while they are drawn; whatever is asked about them as a whole is still true.</summary>
public class StreamingTests : TestServer
{
    private static readonly Lazy<byte[]> Large = new(() =>
    {
        var data = new byte[2400 * 3200 * 3];
        new Random(1).NextBytes(data);
        return new RgbImage(2400, 3200, data).EncodeJpeg(60);
    });

    [Fact]
    public async Task A_large_picture_comes_in_parts_first_and_then_from_the_cache_whole()
    {
        var image = await UploadAsync(Large.Value);
        var masks = """
            [{"mask_type":"polygon_mask","view_box":"0 0 100 100",
            "features":[{"geometry":{"type":"Polygon","coordinates":[[[10,10],[60,20],[40,90]]]}}]}]
            """;
        foreach (var name in new[] { "pores", "acne" })
            await PutResultAsync(image, name, $$"""{"algorithm_tech_name":"{{name}}","area_results":[],"masks_original":{{masks}}}""");
        var answers = await MasksOfAsync(image, """[{"algorithm_tech_name":"pores"},{"algorithm_tech_name":"acne"}]""");
        var urls = answers.Select(a => a.GetProperty("masked_image_url").GetString()!).ToArray();

        var first = await SendAsync("GET", urls[0], token: "");
        first.Status.ShouldBe(200);
        first.Headers.TransferEncodingChunked.ShouldBe(true);
        first.ContentHeaders.ContentType!.MediaType.ShouldBe("image/jpeg");
        first.Headers.AcceptRanges.ShouldBe(["bytes"]);
        var again = await SendAsync("GET", urls[0], token: "");
        (again.ContentHeaders.ContentLength, again.Headers.ETag).ShouldBe((first.Bytes.Length, first.Headers.ETag));
        again.Bytes.ShouldBe(first.Bytes);

        // A part, and the length, of one that was not drawn yet.
        var part = await SendAsync("GET", urls[1], token: "", also: r => r.Headers.Range = new(100, 299));
        (part.Status, part.Bytes.Length).ShouldBe((206, 200));
        (await SendAsync("HEAD", urls[1], token: "")).ContentHeaders.ContentLength.ShouldBe(part.ContentHeaders.ContentRange!.Length);
    }

    [Fact]
    public async Task Many_who_ask_at_once_get_the_same_whole_picture()
    {
        var image = await UploadAsync(Large.Value);
        await PutResultAsync(
            image,
            "pores",
            """
            {"algorithm_tech_name":"pores","area_results":[],
            "masks_original":[{"mask_type":"point_mask","view_box":"0 0 100 100",
            "features":[{"geometry":{"type":"Point","coordinates":[50,50,20]}}]}]}
            """
        );
        var url = (await MasksOfAsync(image, """[{"algorithm_tech_name":"pores"}]"""))[0].GetProperty("masked_image_url").GetString()!;
        var all = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => SendAsync("GET", url, token: "")));
        foreach (var one in all)
            one.Bytes.ShouldBe(all[0].Bytes);
    }

    [Fact]
    public async Task A_drawing_that_fails_on_the_way_cuts_the_connection()
    {
        foreach (var fails in new[] { false, true })
        {
            var feed = new PictureStream();
            var life = new Life();
            var http = new DefaultHttpContext();
            http.Features.Set<IHttpRequestLifetimeFeature>(life);
            http.Response.Body = new MemoryStream();
            var bytes = new byte[PictureStream.Large + 100];
            Task answering;
            using (var writer = feed.Writer("image/jpeg"))
            {
                writer.Write(bytes.AsSpan(0, PictureStream.Large));
                var (content, mediaType) = await feed.Started;
                var sending = Services.GetRequiredService<PictureSender>().Begin(content, http.Abort);
                answering = new PictureParts(
                    sending,
                    mediaType,
                    new EntityTagHeaderValue("\"a\""),
                    Task.FromResult<Exception?>(null)
                ).ExecuteAsync(http);
                writer.Write(bytes.AsSpan(PictureStream.Large));
                if (!fails)
                    writer.Complete();
            }

            await answering;
            http.Response.Body.Length.ShouldBe(bytes.Length);
            life.Aborted.ShouldBe(fails);
        }
    }

    [Fact]
    public void A_small_picture_is_not_handed_on_in_parts()
    {
        var feed = new PictureStream();
        using (var writer = feed.Writer("image/jpeg"))
            writer.Write(new byte[PictureStream.Large - 1]);
        feed.Started.IsCompleted.ShouldBeFalse();
    }

    private sealed class Life : IHttpRequestLifetimeFeature
    {
        public bool Aborted { get; private set; }

        public CancellationToken RequestAborted { get; set; }

        public void Abort() => Aborted = true;
    }
}
