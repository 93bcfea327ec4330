using System;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;

namespace Cutis.Server.Tests.Clients;

/// <summary>
/// A backend that draws masks itself, from the vectors in the results. Its habits: a private token, signed uploads, polling a list that
/// grows;
/// it compares the spelling of geometries, takes the width from the third part of <c>view_box</c>, the third number of a point as a radius
/// and <c>fill</c> as it comes; of SVG it knows the kind by the end of the path, and writes <c>+</c> of an address as <c>%2B</c>.
/// </summary>
[Collection(ClientTests.Name)]
public sealed class BackendClientTests(ClientServer server)
{
    [Fact]
    public async Task A_backend_walks_from_a_private_token_to_masks_that_it_draws()
    {
        using var backend = new Backend(server.Url, server.Known.CompanyId);
        await backend.MakeTokenAsync(server.Known.Email, server.Known.Password);
        await backend.UploadAsync(ClientServer.Face);
        await backend.WaitAsync();
        var (width, height) = Photos.Size(ClientServer.Face);
        foreach (var (mask, element) in new[] { ("pores", "circle"), ("lines", "polyline"), ("redness", "polygon") })
        {
            var drawing = await backend.DrawAsync(mask);
            drawing.ShouldStartWith($"<svg viewBox=\"0 0 {width} {height}\">");
            drawing.ShouldContain($"<{element} ");
        }

        foreach (var svg in await backend.SvgMasksAsync())
            XDocument.Parse(svg).Root!.Name.LocalName.ShouldBe("svg");
    }

    private sealed class Backend(Uri address, Guid company) : OthersClient(address, "Authorization")
    {
        private readonly string _company = $"/api/v1/companies/{company}";
        private string _image = "";
        private List<JsonElement> _results = [];
        private string _list = "";

        public async Task MakeTokenAsync(string user, string password)
        {
            var session = await CallAsync("POST", "/api/v1/auth/login/", $$"""{"username":"{{user}}","password":"{{password}}"}""");
            Token = Text(session, "token_access");
            var until = DateTimeOffset.UtcNow.AddDays(30).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
            var made = await CallAsync("POST", "/api/v1/auth/private_tokens/", $$"""{"name":"backend","expiration_time":"{{until}}"}""");
            Token = Text(made, "data");
            made.GetProperty("id").TryGetInt32(out _).ShouldBeTrue();
            var listed = await CallAsync("GET", "/api/v1/auth/private_tokens/?ordering=-expiration_time&q=backend&page=1&page_size=5");
            listed.GetProperty("results")[0].TryGetProperty("data", out _).ShouldBeFalse();
        }

        public async Task UploadAsync(byte[] photo)
        {
            var dataset = Text(await CallAsync("POST", $"{_company}/datasets/", """{"name":"Backend"}"""), "id");
            await CallAsync(
                "POST",
                $"{_company}/applications/face_skin_metrics_2/attach-to-dataset/",
                $$"""{"dataset_id":"{{dataset}}","algorithms_flags":{},"enabled_algorithms":["pores","lines","redness"]}"""
            );
            var subjects = $"{_company}/datasets/{dataset}/subjects/";
            var subject = Text(await CallAsync("POST", subjects, """{"name":"Someone","meta":{"source":"web"}}"""), "id");
            var image = await CallAsync(
                "POST",
                $"{_company}/subjects/{subject}/signed_upload_url/",
                """{"side_id":1,"light_id":null,"meta":{},"creation_time":"2025-02-27 03:40:28","name":"a.jpg"}"""
            );
            _image = Text(image, "id");
            await PutAsync(image, photo);
            var batch = Text(image, "batch_id");
            await CallAsync("POST", $"{_company}/batches/{batch}/compute/", "{}");
            _list = $"{subjects}{subject}/batches/{batch}/images/{_image}/results/";
        }

        // 200 with less, then with more: never 404 or 202.
        public async Task WaitAsync()
        {
            var list = await PollAsync(
                () => CallAsync("GET", _list),
                found => new[] { "pores", "lines", "redness" }.All(name => found.EnumerateArray().Any(item => NameOf(item) == name))
            );
            _results = [.. list.EnumerateArray()];
            foreach (var item in _results)
            {
                item.GetProperty("is_ok").GetBoolean().ShouldBeTrue();
                item.GetProperty("algorithm_version_id").TryGetInt32(out _).ShouldBeTrue();
                Text(item, "algorithm_family_tech_name").ShouldStartWith("selfie_v2.");
                DateTime.ParseExact(Text(item, "creation_time"), "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
                Text(item, "application_name").ShouldBe("Face Skin Metrics 2.0");
            }
        }

        /// <summary>All masks of an algorithm on the photo as it was uploaded.</summary>
        public Task<string> DrawAsync(string algorithm)
        {
            var result = _results.Single(item => NameOf(item) == algorithm).GetProperty("result");
            var masks = result.GetProperty("masks_original").EnumerateArray().ToList();
            var box = Text(masks[0], "view_box");
            double.Parse(box.Split(' ')[2], CultureInfo.InvariantCulture).ShouldBeGreaterThan(0);
            var shapes =
                from mask in masks
                from feature in mask.GetProperty("features").EnumerateArray()
                let opacity = feature.GetProperty("properties").GetProperty("intensity").GetDouble()
                from shape in Shapes(feature.GetProperty("geometry"))
                select FormattableString.Invariant($"<{shape} fill=\"{Text(mask, "fill")}\" fill-opacity=\"{opacity}\"/>");
            return Task.FromResult($"<svg viewBox=\"{box}\">{string.Concat(shapes)}</svg>");
        }

        public async Task<List<string>> SvgMasksAsync()
        {
            var answer = await CallAsync(
                "POST",
                $"/service/rasterisation/v5/svg_masks/?company_id={company}",
                $$"""
                {"image_id":"{{_image}}","image_type":"restored",
                "masks":[{"algorithm_tech_name":"pores"},{"algorithm_tech_name":"age"}]}
                """
            );
            var drawings = new List<string>();
            foreach (var mask in answer.GetProperty("results").EnumerateArray())
            {
                if (mask.GetProperty("masked_image_url").GetString() is not { } url)
                    continue;
                new Uri(url).AbsolutePath.ShouldEndWith(".svg");
                drawings.Add(Encoding.UTF8.GetString(await DownloadAsync(url.Replace("+", "%2B", StringComparison.Ordinal))));
            }

            drawings.Count.ShouldBe(1);
            return drawings;
        }

        private static string NameOf(JsonElement item) => Text(item.GetProperty("result"), "algorithm_tech_name");

        private static IEnumerable<string> Shapes(JsonElement geometry)
        {
            var coordinates = geometry.GetProperty("coordinates").EnumerateArray();
            return Text(geometry, "type") switch
            {
                "MultiPolygon" => coordinates.Select(polygon => $"polygon points=\"{Points(polygon[0])}\""),
                "MultiLineString" => coordinates.Select(line => $"polyline points=\"{Points(line)}\""),
                "MultiPoint" => coordinates.Select(p => $"circle cx=\"{p[0]}\" cy=\"{p[1]}\" r=\"{p[2]}\""),
                var other => throw new InvalidOperationException(other),
            };
        }

        private static string Points(JsonElement ring) => string.Join(' ', ring.EnumerateArray().Select(p => $"{p[0]},{p[1]}"));
    }
}
