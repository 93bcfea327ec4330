using System;
using System.Net.Http.Headers;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NSwag;
using NSwag.CodeGeneration.CSharp;
using NSwag.CodeGeneration.OperationNameGenerators;

namespace Cutis.Server.Tests;

/// <summary>
/// A client that NSwag makes of the description compiles, and walks from an upload to a picture and through errors.
/// <c>tests/clients/check</c> does the same with Kiota and openapi-typescript.
/// </summary>
public class OpenApiClientTests(TestServer server) : IClassFixture<TestServer>
{
    // What a user of the client writes. Nothing of the server is known to it.
    private const string Walk = """
        using System.Collections.Generic;
        using System.IO;
        using System.Linq;
        using System.Net.Http;
        using System.Threading.Tasks;

        namespace Client;

        public static class Walk
        {
            public static async Task<string> RunAsync(HttpClient http, System.Guid company, Stream photo)
            {
                var client = new CutisClient(http);
                var image = await client.Upload_imageAsync(company, "walk.jpg", new FileParameter(photo, "walk.png", "image/png"));
                var area = new Mask
                {
                    Mask_type = Mask_type.Polygon_mask,
                    View_box = "0 0 100 100",
                    Features =
                    [
                        new Feature
                        {
                            Geometry = new Geometry
                            {
                                Type = "Polygon",
                                Coordinates = [new[] { new[] { 10, 10 }, new[] { 90, 10 }, new[] { 90, 90 } }],
                            },
                        },
                    ],
                };
                var result = new Result
                {
                    Algorithm_tech_name = "pores",
                    Area_results =
                    [
                        new AreaResult
                        {
                            Area_name = "face",
                            Main_metric = new Metric { Name = "Pores", Tech_name = "pores_class", Value = "Severe" },
                        },
                    ],
                    Masks_original = [area],
                };
                await client.Put_resultAsync(company, image.Id, "pores", null, result);
                var request = new MaskRequest
                {
                    Image_id = image.Id,
                    Masks = [new MaskOptions { Algorithm_tech_name = "pores" }, new MaskOptions { Algorithm_tech_name = "acne" }],
                };
                var masks = (await client.Apply_mask_v4_httpAsync(company, request)).ToArray();
                var picture = await http.GetByteArrayAsync(masks[0].Masked_image_url);
                var said = new List<string>
                {
                    $"{masks[0].Main_metric!.Value} {masks[0].Feedback.Masks.Single().Mask_type} {picture[0]:x2}{picture[1]:x2}",
                    $"{masks[1].Masked_image_url} {masks[1].Feedback.Error_code}",
                };
                try
                {
                    await client.Get_imageAsync(company, System.Guid.NewGuid());
                }
                catch (ApiException<Detail> e)
                {
                    said.Add($"{e.StatusCode} {e.Result.Detail1}");
                }

                try
                {
                    request.Masks.First().Polyline_line_thickness = 7;
                    await client.Apply_mask_v4_httpAsync(company, request);
                }
                catch (ApiException<ValidationError> e)
                {
                    said.Add($"{e.StatusCode} {string.Join('.', e.Result.Detail.Single().Loc)} {e.Result.Detail.Single().Type}");
                }

                try
                {
                    await client.Upload_imageAsync(company, "empty", new FileParameter(new MemoryStream(), "empty", "image/png"));
                }
                catch (ApiException<FieldErrors> e)
                {
                    said.Add($"{e.StatusCode} {e.Result.AdditionalProperties.Keys.Single()}");
                }

                return string.Join("\n", said);
            }
        }
        """;

    [Fact]
    public async Task A_client_of_NSwag_walks_from_an_upload_to_a_picture_and_through_errors()
    {
        var described = await server.SendAsync("GET", "/openapi/v1-3.0.json", token: "");
        var client = await GenerateAsync(described.Text);
        var walk = Compile(client, Walk).GetType("Client.Walk")!.GetMethod("RunAsync")!;
        using var http = new HttpClient { BaseAddress = server.Client.BaseAddress };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", server.Known.PrivateToken);
        using var photo = new MemoryStream(Photos.GreyPng);
        var said = await (Task<string>)walk.Invoke(null, [http, server.Known.CompanyId, photo])!;
        said.Split('\n')
            .ShouldBe([
                "Severe polygon_mask 8950",
                " Not_computed",
                "404 Image not found",
                "422 body.masks.0.polyline_line_thickness less_than_equal",
                "415 image",
            ]);
    }

    [Fact]
    public async Task A_client_of_the_3_1_document_compiles() => Compile(await GenerateAsync(await File.ReadAllTextAsync(OpenApi.File)));

    private static async Task<string> GenerateAsync(string description)
    {
        var settings = new CSharpClientGeneratorSettings
        {
            ClassName = "CutisClient",
            UseBaseUrl = false,
            OperationNameGenerator = new SingleClientFromOperationIdOperationNameGenerator(),
        };
        settings.CSharpGeneratorSettings.Namespace = "Client";
        settings.CSharpGeneratorSettings.JsonLibrary = NJsonSchema.CodeGeneration.CSharp.CSharpJsonLibrary.SystemTextJson;
        // From 9 on System.Text.Json can say that a name of an enum is "image/jpeg".
        settings.CSharpGeneratorSettings.JsonLibraryVersion = 9;
        return new CSharpClientGenerator(await OpenApiDocument.FromJsonAsync(description), settings).GenerateFile();
    }

    private static Assembly Compile(params string[] sources)
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Append(typeof(object).Assembly.Location)
            .Distinct(StringComparer.Ordinal);
        var compilation = CSharpCompilation.Create(
            "Client",
            sources.Select(source => CSharpSyntaxTree.ParseText(source)),
            references.Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)
        );
        using var bytes = new MemoryStream();
        var emitted = compilation.Emit(bytes);
        emitted.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.ToString()).ShouldBeEmpty();
        return Assembly.Load(bytes.ToArray());
    }
}
