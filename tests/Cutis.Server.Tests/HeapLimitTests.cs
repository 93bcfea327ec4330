using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace Cutis.Server.Tests;

/// <summary>
/// Much at once for a server in a process of its own that may take 1.5 GiB, as in a container of 2 GiB: it says that it is busy rather
/// than run out of memory, and another company is served meanwhile.
/// </summary>
public class HeapLimitTests
{
    private const string Square =
        """[{"mask_type":"polygon_mask","features":[{"geometry":{"type":"Polygon","coordinates":[[[10,10],[30,10],[30,30],[10,30]]]}}]}]""";

    [Fact]
    public async Task Pictures_of_many_photos_at_once_are_drawn_or_told_to_come_back()
    {
        await HeapLimitServer.RunAsync(
            60,
            async (server, images) =>
            {
                var urls = new List<string>();
                foreach (var image in images)
                {
                    await server.PutResultAsync(server.Client, image, $$"""{"algorithm_tech_name":"pores","masks_original":{{Square}} }""");
                    urls.Add(await server.UrlAsync(server.Client, server.Company, image));
                }

                var answers = await server.WithStrangerAsync(urls.Select(url => HeapLimitServer.StatusAsync(server.Client.GetAsync(url))));
                answers.ShouldAllBe(status => status == HttpStatusCode.OK || status == HttpStatusCode.ServiceUnavailable);
                answers.Count(status => status == HttpStatusCode.OK).ShouldBeGreaterThan(1);
            }
        );
    }

    [Fact]
    public async Task Large_results_at_once_are_read_or_told_to_come_back()
    {
        await HeapLimitServer.RunAsync(
            8,
            async (server, images) =>
            {
                // A million points, 17 MiB.
                var points = string.Join(',', Enumerable.Range(0, 1_000_000).Select(i => $"[{i % 79}.12345,{i % 39}.12345]"));
                var result =
                    """{"algorithm_tech_name":"pores","masks_original":"""
                    + """[{"mask_type":"point_mask","features":[{"geometry":{"type":"MultiPoint","coordinates":["""
                    + points
                    + "]}}]}]}";
                var answers = await server.WithStrangerAsync(
                    images.Select(image => HeapLimitServer.StatusAsync(server.PutAsync(server.Client, server.Company, image, result)))
                );
                answers.ShouldAllBe(status => status == HttpStatusCode.OK || status == HttpStatusCode.ServiceUnavailable);
                answers.Count(status => status == HttpStatusCode.OK).ShouldBeGreaterThan(0);
            }
        );
    }

    [Fact]
    public async Task Small_files_of_large_photos_with_many_scans_at_once_are_taken_in_or_told_to_come_back()
    {
        await HeapLimitServer.RunAsync(
            1,
            async (server, _) =>
            {
                var photo = Photos.ManyScans(5000, 5000, 80);
                var answers = await server.WithStrangerAsync(
                    Enumerable
                        .Range(0, 6)
                        .Select(async _ =>
                        {
                            using var body = new ByteArrayContent(photo);
                            return await HeapLimitServer.StatusAsync(
                                server.Client.PostAsync($"/api/v1/companies/{server.Company}/images/", body)
                            );
                        })
                );
                answers.ShouldAllBe(status => status == HttpStatusCode.Created || status == HttpStatusCode.ServiceUnavailable);
                answers.Count(status => status == HttpStatusCode.Created).ShouldBeGreaterThan(0);
            }
        );
    }
}
