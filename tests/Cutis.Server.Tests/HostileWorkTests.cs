using System;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Cutis.Server.Tests;

/// <summary>
/// Work that one company makes as heavy as the limits let it, for a server that may take 1.5 GiB: each answer is a picture, a refusal or
/// a request to come back, the process lives, and another company is served meanwhile.
/// </summary>
public class HostileWorkTests
{
    private static readonly HttpStatusCode[] Honest =
    [
        HttpStatusCode.OK,
        HttpStatusCode.Accepted,
        HttpStatusCode.UnprocessableEntity,
        HttpStatusCode.TooManyRequests,
        HttpStatusCode.ServiceUnavailable,
    ];

    [Fact]
    public async Task Thick_lines_around_a_million_points_end_neither_the_server_nor_the_work_of_others()
    {
        await HeapLimitServer.RunAsync(
            1,
            async (server, images) =>
            {
                var random = new Random(1);
                var triangles = string.Join(
                    ',',
                    Enumerable
                        .Range(0, 160_000)
                        .Select(_ =>
                        {
                            var (x, y) = (random.Next(4000), random.Next(3000));
                            return $"[[[{x},{y}],[{x + 3},{y}],[{x},{y + 3}],[{x},{y}]]]";
                        })
                );
                var result =
                    """{"algorithm_tech_name":"pores","masks_original":[{"mask_type":"polygon_mask","features":[{"geometry":"""
                    + """{"type":"MultiPolygon","coordinates":["""
                    + triangles
                    + "]}}]}]}";
                await server.PutResultAsync(server.Client, images[0], result);
                var urls = await server.UrlsAsync(
                    images[0],
                    """
                    "outline":{"color":"#ff0000","width":0.05},"spotlight":"dim","legend":true
                    """,
                    """
                    "outline":{"color":"#00ff00","width":0.05},"format":"png"
                    """,
                    "\"polyline_line_thickness\":0.1,\"concentric_lines\":true",
                    """
                    "outline":{"color":"#0000ff","width":0.01},"crop":"mask","max_side":512
                    """,
                    """
                    "outline":{"color":"#0000ff","width":0.02},"format":"webp"
                    """
                );
                urls.ShouldNotBeEmpty();
                var answers = await server.WithStrangerAsync(
                    urls.Select(url => HeapLimitServer.StatusAsync(server.Client.GetAsync(url))),
                    isLong: false
                );
                answers.ShouldAllBe(status => Honest.Contains(status));
            }
        );
    }

    [Fact]
    public async Task Pictures_of_up_to_81_megapixels_are_drawn_or_refused()
    {
        await HeapLimitServer.RunAsync(
            1,
            async (server, _) =>
            {
                foreach (
                    var (photo, isDrawn) in new[]
                    {
                        (Photos.Jpeg(8_000, 8_000), false),
                        (Photos.Png(9_000, 9_000, 90), false),
                        (Photos.Jpeg(6_000, 6_000), true),
                    }
                )
                {
                    var image = await server.UploadAsync(photo);
                    await server.PutResultAsync(server.Client, image, """{"algorithm_tech_name":"pores","masks_original":[]}""");
                    var urls = await server.UrlsAsync(
                        image,
                        "\"max_side\":4000",
                        "\"crop\":[0.1,0.1,0.8,0.8]",
                        "\"quality\":60",
                        "\"format\":\"png\"",
                        "\"format\":\"webp\""
                    );
                    urls.Length.ShouldBe(5);
                    var answers = await server.WithStrangerAsync(
                        urls.Select(url => HeapLimitServer.StatusAsync(server.Client.GetAsync(url))),
                        isLong: false
                    );
                    answers.ShouldAllBe(status => Honest.Contains(status));
                    if (isDrawn)
                        answers.Count(status => status == HttpStatusCode.OK).ShouldBeGreaterThan(0);
                }
            }
        );
    }

    [Fact]
    public async Task Many_analyses_crops_and_announced_uploads_leave_room_for_others()
    {
        await HeapLimitServer.RunAsync(
            1,
            async (server, images) =>
            {
                var face = await server.UploadAsync(GraceHopper.Photo);
                var names = new[] { "pores", "redness", "acne", "pigmentation", "uniformness", "lines" };
                var random = new Random(2);
                await server.PutResultAsync(server.Client, images[0], """{"algorithm_tech_name":"pores","masks_original":[]}""");
                using var announced = new Announced(
                    server.Client.BaseAddress!,
                    server.Client.DefaultRequestHeaders.Authorization!.ToString(),
                    server.Company,
                    190
                );
                var computes = Enumerable
                    .Range(0, 400)
                    .Select(async i =>
                    {
                        var some = names.OrderBy(_ => random.Next()).Take(1 + (i % names.Length)).Select(n => $"\"{n}\"").ToArray();
                        using var body = new StringContent(
                            $$"""{"algorithms":[{{string.Join(',', some)}}]}""",
                            Encoding.UTF8,
                            "application/json"
                        );
                        return await HeapLimitServer.StatusAsync(
                            server.Client.PostAsync($"/api/v1/companies/{server.Company}/images/{face}/compute/", body)
                        );
                    });
                var crops = Enumerable
                    .Range(0, 40)
                    .Select(async _ =>
                    {
                        var masks = string.Join(',', Enumerable.Repeat("""{"algorithm_tech_name":"pores","crop":"mask"}""", 20));
                        using var body = new StringContent(
                            $$"""{"image_id":"{{images[0]}}","masks":[{{masks}}]}""",
                            Encoding.UTF8,
                            "application/json"
                        );
                        return await HeapLimitServer.StatusAsync(
                            server.Client.PostAsync($"/service/rasterisation/v4/masks/?company_id={server.Company}", body)
                        );
                    });
                var answers = await server.WithStrangerAsync(computes.Concat(crops), isLong: false);
                answers.ShouldAllBe(status => Honest.Contains(status));
            }
        );
    }

    [Fact]
    public async Task Nested_lines_of_a_few_shapes_are_drawn_in_a_container_of_2_GiB()
    {
        await HeapLimitServer.RunAsync(
            1,
            async (server, images) =>
            {
                var square = """{"geometry":{"type":"Polygon","coordinates":[[[100,100],[900,100],[900,900],[100,900]]]}}""";
                var result =
                    """{"algorithm_tech_name":"pores","masks_original":[{"mask_type":"polygon_mask","""
                    + "\"view_box\":\"0 0 4000 3000\",\"features\":["
                    + string.Join(',', Enumerable.Repeat(square, 40))
                    + "]}]}";
                await server.PutResultAsync(server.Client, images[0], result);
                var urls = await server.UrlsAsync(images[0], "\"concentric_lines\":true", "\"concentric_lines\":true,\"max_side\":800");
                foreach (var url in urls)
                {
                    using var answer = await server.Client.GetAsync(url);
                    answer.StatusCode.ShouldBe(
                        HttpStatusCode.OK,
                        answer.StatusCode == HttpStatusCode.OK ? "" : await answer.Content.ReadAsStringAsync()
                    );
                }
            }
        );
    }

    // Uploads that announce 30 MiB and send three bytes.
    private sealed class Announced : IDisposable
    {
        private readonly List<TcpClient> _clients = [];

        public Announced(Uri server, string authorization, Guid company, int count)
        {
            var request = Encoding.ASCII.GetBytes(
                $"POST /api/v1/companies/{company}/images/ HTTP/1.1\r\nHost: {server.Authority}\r\nAuthorization: {authorization}\r\n"
                    + $"Content-Type: image/jpeg\r\nContent-Length: {30 << 20}\r\n\r\nabc"
            );
            for (var i = 0; i < count; i++)
            {
                var client = new TcpClient();
                client.Connect(server.Host, server.Port);
                client.GetStream().Write(request);
                _clients.Add(client);
            }
        }

        public void Dispose() => _clients.ForEach(client => client.Dispose());
    }
}
