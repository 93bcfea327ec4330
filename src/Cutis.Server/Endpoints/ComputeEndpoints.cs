using System.Collections.Immutable;
using System.Text.Json;
using Cutis.Analysis.Algorithms;
using Cutis.Masks.Results;
using Cutis.Platform.Analysis;
using Cutis.Platform.Errors;
using Cutis.Platform.Images;
using Cutis.Server.Http;
using Cutis.Server.Security;

namespace Cutis.Server.Endpoints;

/// <summary><c>…/images/{image}/compute/</c>: analysis on demand, and how far it is; <c>/api/v1/dicts/algorithms/</c>: what there is.</summary>
internal static class ComputeEndpoints
{
    private const long MaxBytes = 64 << 10;
    private const int MaxAlgorithms = 100;

    public static void MapCompute(this IEndpointRouteBuilder app)
    {
        var compute = app.MapGroup("/api/v1/companies/{company}/images/{image}/compute")
            .WithMetadata(new Dialect(ErrorDialect.Api))
            .RequireCompany();
        compute.MapPost("/", StartAsync);
        compute.MapGet("/", GetAsync);
        app.MapGet(
            "/api/v1/dicts/algorithms/",
            (PluginFolder plugins) => TypedResults.Json(AlgorithmEntry.All(plugins), Wire.Answers.ListAlgorithmEntry)
        );
    }

    private static async Task<IResult> StartAsync(
        HttpContext http,
        string image,
        ImageService images,
        AnalysisService analyses,
        PluginFolder plugins
    )
    {
        var stop = http.RequestAborted;
        var (row, error) = await images.FindAsync(image, stop);
        if (row is null)
            return Problem.From(error!);
        var body = await Body.ReadAsync(http.Request, MaxBytes, stop);
        if (body is null)
            return new Problem(413, $"The body is too large; at most {MaxBytes} bytes are allowed.", "body");
        var (algorithms, wrong) = Read(body, plugins);
        if (wrong is not null)
            return wrong;
        (var state, error) = await analyses.StartAsync(row, algorithms, stop);
        return state is null
            ? Problem.From(error!)
            : TypedResults.Json(ComputeAnswer.Create(state), Wire.Answers.ComputeAnswer, statusCode: 202);
    }

    private static async Task<IResult> GetAsync(HttpContext http, string image, ImageService images, AnalysisService analyses)
    {
        var stop = http.RequestAborted;
        var (row, error) = await images.FindAsync(image, stop);
        if (row is null)
            return Problem.From(error!);
        (var state, error) = await analyses.FindAsync(row, stop);
        return state is null ? Problem.From(error!) : TypedResults.Json(ComputeAnswer.Create(state), Wire.Answers.ComputeAnswer);
    }

    private static (ImmutableArray<string> Names, IResult? Problem) Read(byte[] body, PluginFolder plugins)
    {
        if (body.Length == 0)
            return (plugins.Default, null);
        using var document = JsonText.Parse(body);
        if (document is null)
            return ([], Problem.Invalid("body", "Is not JSON."));
        if (document.RootElement.ValueKind != JsonValueKind.Object)
            return ([], Problem.Invalid("body", "Must be an object."));
        foreach (var property in document.RootElement.EnumerateObject())
            if (property.Name != "algorithms")
                return ([], Problem.Invalid(ErrorText.Shorten(property.Name), "Is not a known key."));
        if (!document.RootElement.TryGetProperty("algorithms", out var list) || list.ValueKind == JsonValueKind.Null)
            return (plugins.Default, null);
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() is 0 or > MaxAlgorithms)
            return ([], Problem.Invalid("algorithms", $"Must be a list of 1 to {MaxAlgorithms} names."));
        var known = plugins.Default.Union(Catalogue.NotAvailable.Keys).ToHashSet(StringComparer.Ordinal);
        var (names, wrong) = (new List<string>(), new List<string>());
        foreach (var item in list.EnumerateArray())
        {
            var text = item.ValueKind == JsonValueKind.String ? item.GetString()! : item.GetRawText();
            if (item.ValueKind == JsonValueKind.String && AlgorithmName.TryParse(text, out var name) && known.Contains(name.Value))
                names.Add(name.Value);
            else
                wrong.Add($"\"{ErrorText.Shorten(text)}\" is not a known algorithm.");
        }

        if (wrong.Count > 0)
            return ([], new FieldProblems(new Dictionary<string, string[]>(StringComparer.Ordinal) { ["algorithms"] = [.. wrong] }));
        return ([.. names.Distinct(StringComparer.Ordinal)], null);
    }
}
