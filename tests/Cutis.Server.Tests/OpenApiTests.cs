using System;
using System.Text.Json;
using System.Text.RegularExpressions;
using Cutis.Masks.Results;
using Cutis.Masks.Scenes;
using Cutis.Platform.Rendering;
using Cutis.Server.Endpoints;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Cutis.Server.Tests;

/// <summary>The committed description against the server that runs.</summary>
public partial class OpenApiTests(TestServer server) : IClassFixture<TestServer>
{
    // Served to people, not described as an API; and a WebSocket, for which OpenAPI has no words.
    private static readonly string[] Pages =
    [
        "GET /",
        "GET /assets/{**path}",
        "GET /capture/{secret}",
        "GET /components/{file}",
        "GET /console/{**path}",
        "GET /docs",
        "GET /docs/{file}",
        "GET /notifications",
        "GET /openapi/v1.json",
        "GET /openapi/v1-3.0.json",
        "GET /{name}.{extension}",
        "HEAD /",
        "HEAD /assets/{**path}",
        "HEAD /capture/{secret}",
        "HEAD /components/{file}",
        "HEAD /console/{**path}",
        "HEAD /{name}.{extension}",
    ];

    [Fact]
    public void Every_route_is_described_and_every_description_is_a_route()
    {
        var endpoints = server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().ToList();
        var routes = endpoints
            .SelectMany(e =>
                e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(m => $"{m} {Normal(e.RoutePattern.RawText!)}")
            )
            .Except(Pages);
        var described = OpenApi
            .Document.GetProperty("paths")
            .EnumerateObject()
            .SelectMany(p =>
                p.Value.EnumerateObject().Where(m => m.Name != "parameters").Select(m => $"{m.Name.ToUpperInvariant()} {Normal(p.Name)}")
            );
        routes.Order().ShouldBe(described.Order());

        static string Normal(string path) => "/" + Constraint().Replace(path, "}").Trim('/');
    }

    [Fact]
    public void Routes_that_need_no_token_say_so()
    {
        var open = server
            .Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<IAuthorizeData>() is null)
            .Select(e => e.RoutePattern.RawText!.Trim('/'))
            .Distinct();
        open.Select(p => "/" + Constraint().Replace(p, "}"))
            .Except(Pages.Select(p => p.Split(' ')[1]))
            .Order()
            .ShouldBe(
                OpenApi
                    .Document.GetProperty("paths")
                    .EnumerateObject()
                    .Where(p =>
                        p.Value.EnumerateObject()
                            .Any(m => m.Value.ValueKind == JsonValueKind.Object && m.Value.TryGetProperty("security", out _))
                    )
                    .Select(p => p.Name.TrimEnd('/'))
                    .Order()
            );
    }

    [Fact]
    public void Names_enums_defaults_and_limits_are_those_of_the_code()
    {
        var schemas = OpenApi.Document.GetProperty("components").GetProperty("schemas");
        var post = OpenApi.Document.GetProperty("paths").GetProperty("/service/rasterisation/v4/masks/").GetProperty("post");
        post.GetProperty("tags")[0].GetString().ShouldBe("Rasterisation");
        post.GetProperty("summary").GetString().ShouldBe("Apply Mask V4 Http");
        var options = schemas.GetProperty("MaskOptions").GetProperty("properties");
        string[] contract =
        [
            "algorithm_tech_name",
            "fill_override",
            "polyline_line_thickness",
            "main_metric",
            "sub_metrics",
            "concentric_lines",
        ];
        string[] beyond = ["layer", "format", "quality", "max_side", "crop", "legend", "outline", "spotlight", "style"];
        options.EnumerateObject().Select(p => p.Name).Take(contract.Length).ShouldBe(contract);
        options.EnumerateObject().Select(p => p.Name).ShouldBe([.. contract, .. beyond], ignoreOrder: true);
        schemas
            .GetProperty("SvgMaskOptions")
            .GetProperty("properties")
            .EnumerateObject()
            .Select(p => p.Name)
            .ShouldBe([.. contract, .. beyond.Except(["layer", "format"])], ignoreOrder: true);
        options.GetProperty("max_side").GetProperty("minimum").GetInt32().ShouldBe(16);
        options.GetProperty("max_side").GetProperty("maximum").GetInt32().ShouldBe(65_535);
        options.GetProperty("concentric_lines").GetProperty("deprecated").GetBoolean().ShouldBeTrue();
        options.GetProperty("polyline_line_thickness").TryGetProperty("default", out _).ShouldBeFalse("that of the style");
        var styles = options.GetProperty("style").GetProperty("enum").EnumerateArray().Select(e => e.GetString());
        styles.ShouldBe(["adaptive", "contract", null]);
        options.GetProperty("polyline_line_thickness").GetProperty("maximum").GetDouble().ShouldBe(MaskStyle.MaxLineThickness);
        schemas
            .GetProperty("MaskRequest")
            .GetProperty("properties")
            .GetProperty("masks")
            .GetProperty("maxItems")
            .GetInt32()
            .ShouldBe(MaskRequest.MaxMasks);
        schemas
            .GetProperty("Mask")
            .GetProperty("properties")
            .GetProperty("mask_type")
            .GetProperty("enum")
            .EnumerateArray()
            .Select(e => e.GetString())
            .ShouldBe(MaskKinds.WireNames);
    }

    [Fact]
    public async Task The_description_and_the_page_are_served_offline()
    {
        var document = await server.SendAsync("GET", "/openapi/v1.json", token: "");
        document.Json.GetProperty("openapi").GetString()!.ShouldStartWith("3.1");
        JsonElement.DeepEquals(document.Json, OpenApi.Document).ShouldBeTrue();
        var page = await server.SendAsync("GET", "/docs", token: "");
        page.Status.ShouldBe(200);
        foreach (var path in new[] { "/docs", "/docs/docs.css", "/openapi/v1.json" })
        {
            var headers = (await server.SendAsync("GET", path, token: "")).Headers;
            (headers.GetValues("X-Content-Type-Options").Single(), headers.GetValues("Referrer-Policy").Single()).ShouldBe(
                ("nosniff", "no-referrer")
            );
        }

        foreach (var address in Address().Matches(page.Text).Select(m => m.Groups[1].Value))
        {
            address.ShouldStartWith("/");
            (await server.SendAsync("GET", address, token: "")).Status.ShouldBe(200, address);
        }

        (await server.SendAsync("GET", "/", token: "")).Status.ShouldBe(302);
        (await server.SendAsync("GET", "/docs/..%2fopenapi.json", token: "")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task The_committed_description_is_the_one_that_the_server_makes()
    {
        var made = await server.SendAsync("GET", "/openapi/v1.json", token: "");
        if (Environment.GetEnvironmentVariable("CUTIS_ACCEPT") == "1")
            await File.WriteAllBytesAsync(OpenApi.File, made.Bytes);
        (await File.ReadAllTextAsync(OpenApi.File)).ShouldBe(
            made.Text,
            "run this test with CUTIS_ACCEPT=1 after you have looked at what changes"
        );
    }

    [Fact]
    public async Task Generators_that_know_no_3_1_find_the_same_in_3_0()
    {
        var older = (await server.SendAsync("GET", "/openapi/v1-3.0.json", token: "")).Json;
        older.GetProperty("openapi").GetString()!.ShouldStartWith("3.0");
        Operations(older).ShouldBe(Operations(OpenApi.Document));
        Names(older, "schemas").ShouldBe(Names(OpenApi.Document, "schemas"));
        Names(older, "responses").ShouldBe(Names(OpenApi.Document, "responses"));
        // Null is a mark there, not a type.
        older.GetRawText().ShouldNotContain("\"null\"");
        var metric = older.GetProperty("components").GetProperty("schemas").GetProperty("MaskAnswer").GetProperty("properties");
        metric.GetProperty("main_metric").GetProperty("nullable").GetBoolean().ShouldBeTrue();
        metric
            .GetProperty("main_metric")
            .GetProperty("oneOf")[0]
            .GetProperty("$ref")
            .GetString()
            .ShouldBe("#/components/schemas/MaskMetric");

        static IEnumerable<string> Names(JsonElement document, string kind) =>
            document.GetProperty("components").GetProperty(kind).EnumerateObject().Select(c => c.Name).Order(StringComparer.Ordinal);
        static IEnumerable<string> Operations(JsonElement document) =>
            from path in document.GetProperty("paths").EnumerateObject()
            from operation in path.Value.EnumerateObject()
            select $"{operation.Name} {path.Name.TrimEnd('/')} {operation.Value.GetProperty("operationId")}";
    }

    [Fact]
    public void Failures_are_described_once_and_referred_to()
    {
        var operations =
            from path in OpenApi.Document.GetProperty("paths").EnumerateObject()
            from operation in path.Value.EnumerateObject()
            from response in operation.Value.GetProperty("responses").EnumerateObject()
            where response.Name[0] is '4' or '5'
            select response.Value;
        foreach (var response in operations)
            response.TryGetProperty("$ref", out _).ShouldBeTrue(response.ToString());
    }

    [Fact]
    public void Every_reference_leads_somewhere()
    {
        var text = OpenApi.Document.GetRawText();
        foreach (var (kind, name) in Reference().Matches(text).Select(m => (m.Groups[1].Value, m.Groups[2].Value)).Distinct())
            OpenApi.Document.GetProperty("components").GetProperty(kind).TryGetProperty(name, out _).ShouldBeTrue(name);
    }

    [GeneratedRegex(@":[a-z]+\}")]
    private static partial Regex Constraint();

    [GeneratedRegex("(?:src|href)=\"([^\"]+)\"")]
    private static partial Regex Address();

    [GeneratedRegex("#/components/([a-z]+)/([A-Za-z]+)")]
    private static partial Regex Reference();
}
