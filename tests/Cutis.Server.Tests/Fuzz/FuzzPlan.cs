using System;
using System.Text;
using System.Text.Json;

namespace Cutis.Server.Tests.Fuzz;

/// <summary>
/// Plans the steps of the HTTP fuzz. A step is made by its number and the seed alone, besides the images, which are uploaded before the
/// first.
/// </summary>
/// <param name="company">The company of the token.</param>
/// <param name="images">Images to ask for.</param>
/// <param name="photos">Files of photos to send changed.</param>
internal sealed class FuzzPlan(Guid company, Guid[] images, byte[][] photos)
{
    // Results are put under these names, so that steps do not wait for one another's.
    private const int Slots = 40;

    private static readonly string[] HostileParts =
    [
        "x",
        "%00",
        "%2e%2e",
        "..%2f..",
        "%c0%af",
        "%ff",
        "%ED%A0%80",
        "null",
        "0",
        "-1",
        "00000000-0000-0000-0000-000000000000",
        "a%0d%0ab",
        "%F0%9F%98%80",
        "'",
        "%25%25",
        "1e308",
        "{image}",
        ";",
        "*",
        "a.b",
        "constructor",
    ];

    private static readonly (string, string)[] Headers =
    [
        ("Range", "bytes=0-0"),
        ("Range", "bytes=-1"),
        ("Range", "bytes=5-2"),
        ("Range", "bytes=0-0,2-2"),
        ("Range", "lines=1-2"),
        ("Range", "bytes=99999999999999999999-"),
        ("If-None-Match", "*"),
        ("If-None-Match", "\"x\""),
        ("If-Match", "\"x\""),
        ("If-Modified-Since", "Thu, 01 Jan 1970 00:00:00 GMT"),
        ("If-Range", "\"x\""),
        ("Accept", "text/html"),
        ("Accept-Encoding", "br, gzip, zstd"),
        ("Content-Encoding", "gzip"),
        ("Host", "evil.example"),
        ("X-Forwarded-Host", "evil.example"),
        ("X-Forwarded-Proto", "javascript"),
        ("Origin", "null"),
        ("Authorization", "Basic eA=="),
        ("Authorization", "Bearer " + new string('a', 9000)),
        ("Expect", "100-continue"),
        ("Content-Type", "multipart/form-data"),
        ("Cookie", new string('b', 3000)),
        ("Accept-Language", "\u00e9"),
    ];

    private readonly List<(string Method, string Path, JsonElement Operation)> _operations = ReadOperations();

    /// <summary>The first requests of a step; what follows from their answers is asked by the one who sends them.</summary>
    public IReadOnlyList<FuzzRequest> Step(int seed, int number)
    {
        var random = new Random(unchecked((seed * 1_000_003) + number));
        return random.Next(100) switch
        {
            < 50 => [Described(random)],
            < 80 => Scene(random),
            < 90 => [ChangedPhoto(random)],
            _ => [WithHeaders(Described(random), random)],
        };
    }

    /// <summary>A signed URL as it is, or changed.</summary>
    public static FuzzRequest Changed(string url, Random random)
    {
        var request = new FuzzRequest(random.Next(5) == 0 ? "HEAD" : "GET", url, IsAnonymous: true);
        if (random.Next(3) == 0)
            request = WithHeaders(request, random);
        if (random.Next(4) != 0)
            return request;
        var at = random.Next(1, url.Length);
        return request with
        {
            Path = random.Next(5) switch
            {
                0 => url[..at] + url[(at + 1 > url.Length ? at : at + 1)..],
                1 => url[..at] + "%00" + url[at..],
                2 => url.Split('?')[0],
                3 => url + "&" + url.Split('?')[^1],
                _ => url[..at] + (char)random.Next('0', 'z') + url[at..],
            },
        };
    }

    private static FuzzRequest WithHeaders(FuzzRequest request, Random random) =>
        request with
        {
            Headers = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Headers[random.Next(Headers.Length)])],
        };

    private FuzzRequest[] Scene(Random random)
    {
        var (scenes, image, algorithm) = (new SceneFuzzer(random), Image(random), $"fuzz_{random.Next(Slots)}");
        var isSvg = random.Next(4) == 0;
        var path = isSvg ? "/service/rasterisation/v5/svg_masks/" : "/service/rasterisation/v4/masks/";
        return
        [
            new(
                "PUT",
                $"/api/v1/companies/{company}/images/{image}/results/{algorithm}/",
                Encoding.UTF8.GetBytes(scenes.Result(algorithm))
            ),
            new("POST", $"{path}?company_id={company}", Encoding.UTF8.GetBytes(scenes.Request($"{image}", algorithm, isSvg))),
        ];
    }

    private FuzzRequest ChangedPhoto(Random random)
    {
        var photo = (byte[])photos[random.Next(photos.Length)].Clone();
        for (var changes = random.Next(4); changes > 0; changes--)
        {
            var at = random.Next(photo.Length);
            if (random.Next(4) == 0)
                photo = photo[..Math.Max(1, at)];
            else
                photo[Math.Min(at, photo.Length - 1)] ^= (byte)(1 << random.Next(8));
        }

        var restored = random.Next(3) == 0;
        return new(
            restored ? "PUT" : "POST",
            $"/api/v1/companies/{company}/images/{(restored ? $"{Image(random)}/restored/" : "?name=fuzz")}",
            photo,
            "image/jpeg"
        );
    }

    private FuzzRequest Described(Random random)
    {
        var (method, path, operation) = _operations[random.Next(_operations.Count)];
        string Part(string known) => random.Next(8) == 0 ? HostileParts[random.Next(HostileParts.Length)] : known;
        // Whole images are not erased, as other steps use them.
        var image = method == "DELETE" && path.EndsWith("{image}/", StringComparison.Ordinal) ? $"{Guid.Empty}" : $"{Image(random)}";
        // Nor by way of results/%2e%2e/, which is the image itself.
        if (method == "DELETE" && image != $"{Guid.Empty}")
            image = $"{images[^1]}";
        path = path.Replace("{company}", Part($"{company}"))
            .Replace("{image}", Part(image))
            .Replace("{algorithm}", Part($"fuzz_{random.Next(Slots)}"))
            .Replace("{name}", Part("x.jpg"));
        var query = string.Join('&', Parameters(operation, random));
        var json = new JsonFuzzer(
            random,
            random.Next(3) switch
            {
                0 => 0.02,
                1 => 0.1,
                _ => 0.4,
            },
            new Dictionary<string, string[]>
            {
                ["image_id"] = [.. images.Select(i => $"{i}")],
                ["algorithm_tech_name"] = [.. Enumerable.Range(0, Slots).Select(i => $"fuzz_{i}"), "pores"],
            }
        );
        byte[]? body = null;
        if (operation.TryGetProperty("requestBody", out var described))
        {
            body = described.GetProperty("content").TryGetProperty("application/json", out var media)
                ? json.Create(media.GetProperty("schema"))
                : json.Create(OpenApi.Schema("Result"));
        }

        return new(method, query.Length == 0 ? path : $"{path}?{query}", body);
    }

    private IEnumerable<string> Parameters(JsonElement operation, Random random)
    {
        foreach (var parameter in operation.TryGetProperty("parameters", out var list) ? list.EnumerateArray() : default)
        {
            if (parameter.GetProperty("in").GetString() != "query")
                continue;
            var name = parameter.GetProperty("name").GetString()!;
            var times = random.Next(10) switch
            {
                0 => 0,
                1 => 2,
                _ => 1,
            };
            for (; times > 0; times--)
            {
                var known =
                    name == "company_id" ? $"{company}"
                    : parameter.GetProperty("schema").TryGetProperty("enum", out var allowed) ? allowed[0].ToString()
                    : "1";
                yield return $"{name}={(random.Next(6) == 0 ? HostileParts[random.Next(HostileParts.Length)] : known)}";
            }
        }

        if (random.Next(12) == 0)
            yield return $"{HostileParts[random.Next(HostileParts.Length)]}={HostileParts[random.Next(HostileParts.Length)]}";
    }

    private Guid Image(Random random) => images[random.Next(images.Length)];

    private static List<(string, string, JsonElement)> ReadOperations()
    {
        var operations = new List<(string, string, JsonElement)>();
        foreach (var path in OpenApi.Document.GetProperty("paths").EnumerateObject())
        foreach (var operation in path.Value.EnumerateObject())
            if (operation.Name is "get" or "head" or "put" or "post" or "patch" or "delete")
                operations.Add((operation.Name.ToUpperInvariant(), path.Name, operation.Value));
        // Bodies are where most can be wrong.
        var withBody = operations.Where(o => o.Item3.TryGetProperty("requestBody", out _)).ToArray();
        for (var i = 0; i < 3; i++)
            operations.AddRange(withBody);
        return operations;
    }
}
