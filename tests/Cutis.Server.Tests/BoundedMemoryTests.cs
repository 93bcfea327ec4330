using System;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Cutis.Imaging.Core;
using Cutis.Imaging.Photos;
using Cutis.Masks.Results;
using Cutis.Platform.Configuration;
using Cutis.Platform.Demo;
using Cutis.Platform.Results;
using Cutis.Platform.Storage;
using Cutis.Server.Host;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cutis.Server.Tests;

/// <summary>A server with little memory, in a process of its own, and clients that read slowly or announce more than they send.</summary>
public class BoundedMemoryTests
{
    // 256 MiB: what fifty clients would take, if each had a copy of a photo of 28 MiB, is 1.4 GiB.
    private static readonly (string, string)[] LittleMemory =
    [
        ("DOTNET_GCHeapHardLimit", "0x10000000"),
        ("CUTIS__RASTERISATION__RENDERCACHEBYTES", $"{16 << 20}"),
        ("CUTIS__RASTERISATION__PHOTOCACHEBYTES", $"{16 << 20}"),
    ];
    private const int Clients = 50;
    private const int PhotoBytes = 28 << 20;
    private const int LargeResultPoints = 500_000; // 16 MiB of JSON

    [Fact]
    public async Task Slow_readers_of_a_large_photo_do_not_take_its_memory()
    {
        await WithServerAsync(
            async (process, client, known) =>
            {
                var photo = Padded(PhotoBytes);
                using var body = new ByteArrayContent(photo);
                var upload = await client.PostAsync($"/api/v1/companies/{known.CompanyId}/images/", body);
                upload.StatusCode.ShouldBe(HttpStatusCode.Created);
                var url = new Uri(
                    JsonDocument
                        .Parse(await upload.Content.ReadAsByteArrayAsync())
                        .RootElement.GetProperty("urls")
                        .GetProperty("original")
                        .GetString()!
                );
                var readers = new List<TcpClient>();
                try
                {
                    foreach (var kind in Enumerable.Range(0, Clients))
                    {
                        // The whole, a part, the length.
                        var (method, range) = (kind % 10 == 9 ? "HEAD" : "GET", kind % 3 == 1 ? "Range: bytes=5-\r\n" : "");
                        readers.Add(await RawConnection.BeginAsync(url, method, url.PathAndQuery, range));
                    }

                    foreach (var reader in readers)
                        (await RawConnection.ReadAsync(reader, 15)).ShouldMatch("HTTP/1.1 20[06]");
                    // They go on to hold what they were given; others are served meanwhile.
                    for (var i = 0; i < 3; i++)
                        (await client.GetByteArrayAsync(url)).ShouldBe(photo);
                    process.Output.ShouldNotContain("OutOfMemory");
                    process.PeakBytes.ShouldBeLessThan(600L << 20);
                }
                finally
                {
                    foreach (var reader in readers)
                        reader.Dispose();
                }
            }
        );
    }

    [Fact]
    public async Task Slow_readers_of_many_pictures_do_not_take_their_memory()
    {
        await WithServerAsync(
            async (process, client, known) =>
            {
                var noise = new byte[1600 * 2400 * 3];
                new Random(1).NextBytes(noise);
                using var body = new ByteArrayContent(new RgbImage(1600, 2400, noise).EncodeJpeg(90));
                var upload = await client.PostAsync($"/api/v1/companies/{known.CompanyId}/images/", body);
                var image = JsonDocument.Parse(await upload.Content.ReadAsByteArrayAsync()).RootElement.GetProperty("id").GetString();
                using var result = new StringContent(
                    """
                    {"algorithm_tech_name":"pores","masks_original":[{"mask_type":"polyline_mask",
                    "view_box":"0 0 100 100","features":[{"geometry":{"type":"LineString",
                    "coordinates":[[10,10],[90,90]]}}]}]}
                    """
                );
                (
                    await client.PutAsync($"/api/v1/companies/{known.CompanyId}/images/{image}/results/pores/", result)
                ).EnsureSuccessStatusCode();
                var masks = string.Join(
                    ',',
                    Enumerable
                        .Range(0, Clients)
                        .Select(i => $$"""{"algorithm_tech_name":"pores","polyline_line_thickness":0.00{{i + 10}}}""")
                );
                using var request = new StringContent(
                    $$"""{"image_id":"{{image}}","masks":[{{masks}}]}""",
                    Encoding.UTF8,
                    "application/json"
                );
                var answer = await client.PostAsync($"/service/rasterisation/v4/masks/?company_id={known.CompanyId}", request);
                var urls = JsonDocument
                    .Parse(await answer.Content.ReadAsByteArrayAsync())
                    .RootElement.EnumerateArray()
                    .Select(a => new Uri(a.GetProperty("masked_image_url").GetString()!))
                    .ToArray();
                var readers = new List<TcpClient>();
                try
                {
                    foreach (var (i, url) in urls.Index())
                    {
                        readers.Add(await RawConnection.BeginAsync(url, "GET", url.PathAndQuery, i % 2 == 0 ? "" : "Range: bytes=1-\r\n"));
                        (await RawConnection.ReadAsync(readers[^1], 15)).ShouldMatch("HTTP/1.1 20[06]");
                    }

                    long length = (await client.GetByteArrayAsync(urls[0])).Length;
                    (Clients * length).ShouldBeGreaterThan(256L << 20, "more than there is memory");
                    // Whoever has waited gets the whole, from wherever it is by now.
                    foreach (var (i, reader) in readers.Take(3).Index())
                    {
                        long own = (await client.GetByteArrayAsync(urls[i])).Length;
                        (await RawConnection.RestAsync(reader)).ShouldBeInRange(own - 20, own + 5000);
                    }

                    process.Output.ShouldNotContain("OutOfMemory");
                    process.PeakBytes.ShouldBeLessThan(600L << 20);
                }
                finally
                {
                    foreach (var reader in readers)
                        reader.Dispose();
                }
            }
        );
    }

    [Fact]
    public async Task Slow_readers_of_a_large_result_do_not_take_its_memory()
    {
        await WithServerAsync(
            async (process, client, known) =>
            {
                var path = $"/api/v1/companies/{known.CompanyId}/images/{known.DemoImageId}/results/acne/";
                var readers = new List<TcpClient>();
                try
                {
                    for (var i = 0; i < Clients; i++)
                    {
                        readers.Add(
                            await RawConnection.BeginAsync(
                                client.BaseAddress!,
                                "GET",
                                path,
                                $"Authorization: Bearer {known.PrivateToken}\r\n"
                            )
                        );
                        (await RawConnection.ReadAsync(readers[^1], 15)).ShouldBe("HTTP/1.1 200 OK");
                    }

                    using var whole = JsonDocument.Parse(await client.GetByteArrayAsync(path));
                    whole
                        .RootElement.GetProperty("masks_original")[0]
                        .GetProperty("features")[0]
                        .GetProperty("geometry")
                        .GetProperty("coordinates")
                        .GetArrayLength()
                        .ShouldBe(LargeResultPoints);
                    process.Output.ShouldNotContain("OutOfMemory");
                    process.PeakBytes.ShouldBeLessThan(600L << 20);
                }
                finally
                {
                    foreach (var reader in readers)
                        reader.Dispose();
                }
            }
        );
    }

    [Fact]
    public async Task Announced_bytes_that_never_come_take_no_memory()
    {
        await WithServerAsync(
            async (process, client, known) =>
            {
                var begun = new List<TcpClient>();
                try
                {
                    var images = $"/api/v1/companies/{known.CompanyId}/images/";
                    for (var i = 0; i < Clients; i++)
                    {
                        var (method, path) = i % 2 == 0 ? ("PUT", $"{images}{known.DemoImageId}/results/pores/") : ("POST", images);
                        begun.Add(
                            await RawConnection.BeginAsync(
                                client.BaseAddress!,
                                method,
                                path,
                                $"Authorization: Bearer {known.PrivateToken}\r\nContent-Length: {30 << 20}\r\n"
                            )
                        );
                        await begun[^1].GetStream().WriteAsync("abc"u8.ToArray());
                    }

                    await Task.Delay(500);
                    using var body = new ByteArrayContent(Photos.GreyPng);
                    (await client.PostAsync(images, body)).StatusCode.ShouldBe(HttpStatusCode.Created);
                    process.Output.ShouldNotContain("OutOfMemory");
                    process.PeakBytes.ShouldBeLessThan(600L << 20);
                }
                finally
                {
                    foreach (var connection in begun)
                        connection.Dispose();
                }
            }
        );
    }

    private static async Task WithServerAsync(Func<ServerProcess, HttpClient, Credentials, Task> work, params (string, string)[] settings)
    {
        var data = Directory.CreateTempSubdirectory("cutis-memory-").FullName;
        try
        {
            await FillAsync(data);
            using var process = new ServerProcess(data, [.. LittleMemory, .. settings]);
            var (client, known) = await process.ReadyAsync();
            using (client)
                await work(process, client, known);
            (await process.StopAsync()).ShouldBe(0, "it lived to the end");
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    // The first start analyses its demo photo, which is not what is looked at here.
    private static async Task FillAsync(string data)
    {
        var settings = new ServerSettings("http://127.0.0.1:0", data);
        await using var app = CutisApp.Build(settings, quiet: true);
        await FirstStart.RunAsync(
            app.Services,
            settings,
            default,
            async (services, company, stop) =>
            {
                var id = await GraceHopper.AddAsync(services, company, stop);
                var image = await services.GetRequiredService<CutisDb>().Images.FirstAsync(i => i.Id == id, stop);
                var points = string.Join(
                    ',',
                    Enumerable.Range(0, LargeResultPoints).Select(i => $"[{i % 500}.12345678901,{i % 600}.12345678901,3]")
                );
                using var document = JsonDocument.Parse(
                    $$$"""
                    {"algorithm_tech_name":"acne","masks_original":[{"mask_type":"point_mask",
                    "features":[{"geometry":{"type":"MultiPoint","coordinates":[{{{points}}}]}}]}]}
                    """
                );
                ResultJson.TryRead(document.RootElement, out var result, out _, stop).ShouldBeTrue();
                AlgorithmName.TryParse("acne", out var name).ShouldBeTrue();
                await services.GetRequiredService<ResultStore>().PutAsync(image, name, result!, stop);
                return id;
            }
        );
    }

    /// <summary>A small JPEG made large by comments.</summary>
    private static byte[] Padded(int length)
    {
        var small = Photos.Jpeg(640, 480);
        using var file = new MemoryStream();
        file.Write(small.AsSpan(0, 2));
        while (file.Length < length - small.Length)
        {
            file.Write([0xff, 0xfe, 0xff, 0xff]);
            file.Write(new byte[0xfffd]);
        }

        file.Write(small.AsSpan(2));
        return file.ToArray();
    }
}
