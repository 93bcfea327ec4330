using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Cutis.Analysis.Algorithms;
using Cutis.Masks.Results;
using Cutis.Platform.Analysis;
using Cutis.Platform.Errors;
using Cutis.Platform.Images;
using Cutis.Platform.Storage;
using Cutis.Server.Http;
using Cutis.Server.Http.Contract;
using Cutis.Server.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cutis.Server.Endpoints;

/// <summary>What to compute.</summary>
[SchemaName("ComputeRequest")]
internal sealed record ComputeBody
{
    public const int MaxAlgorithms = 100;

    [MinLength(1), MaxLength(MaxAlgorithms)]
    [Description(
        "Names of `/api/v1/dicts/algorithms/`; everything usual when missing. A name for which there is no method gives a "
            + "result that says why."
    )]
    public IReadOnlyList<string>? Algorithms { get; init; }
}

/// <summary>
/// <c>…/images/{image}/compute/</c>: analysis on demand, and how far it is; <c>/api/v1/dicts/algorithms/</c>: what there is.
/// </summary>
internal static class ComputeEndpoints
{
    private const long MaxBytes = 64 << 10;

    private static readonly ErrorResponse NoAnalysis = new("NoAnalysis", 404, "No such image, or it was never analysed.", typeof(Detail));

    private static readonly ErrorResponse TooMany = new(
        "TooManyAnalyses",
        429,
        "Too many requests with this token, or too many analyses of this company wait.",
        typeof(Detail)
    );

    private static readonly ErrorResponse QueueFull = new("QueueFull", 503, "Too many analyses of all companies wait.", typeof(Detail));

    public static void MapCompute(this IEndpointRouteBuilder app)
    {
        var compute = app.MapGroup("/api/v1/companies/{company}/images/{image}/compute")
            .WithMetadata(new Dialect(ErrorDialect.Api))
            .RequireCompany();
        compute.WithTags("Analysis").Fails(Errors.NoToken, Errors.NoAccess, Errors.ImageErased);
        compute
            .MapPost("/", StartAsync)
            .ForRole(Role.Member)
            .Describe(
                "start_compute",
                "Analyse a photo",
                "Finds the largest face, makes the restored photo and runs algorithms; results appear as if they had been imported. A job "
                    + "waits in the database and survives restarts. Without a body everything that is built in and every plug-in runs. "
                    + "Results of the same algorithms are replaced; a restored photo that was brought stays, and masks on it are then "
                    + "left out."
            )
            .ReadsJson(typeof(ComputeBody), """{"algorithms": ["lines", "redness"]}""", isRequired: false)
            .Succeeds(
                202,
                "The job. Names that a job of this image has already, waiting or running, are that job; others join the one that waits."
            )
            .Fails(Errors.WrongField, Errors.NoImage, Errors.BodyTooLarge, TooMany, QueueFull, Errors.DiskFull);
        compute
            .MapGet("/", GetAsync)
            .ForRole(Role.ReadOnly)
            .Describe("get_compute", "How far the latest analysis is")
            .Succeeds(200, "Successful Response")
            .Fails(NoAnalysis, Errors.TooManyRequests, Errors.Unavailable);
        app.MapGet("/api/v1/dicts/algorithms/", (PluginFolder plugins) => TypedResults.Ok(AlgorithmEntry.All(plugins)))
            .WithTags("Analysis")
            .Describe("list_algorithms", "What can be computed, and why the rest cannot")
            .Succeeds(200, "Successful Response");
    }

    private static async Task<Results<Accepted<ComputeAnswer>, ErrorAnswer>> StartAsync(
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
        return state is null ? Problem.From(error!) : TypedResults.Accepted((string?)null, ComputeAnswer.Create(state));
    }

    private static async Task<Results<Ok<ComputeAnswer>, ErrorAnswer>> GetAsync(
        HttpContext http,
        string image,
        ImageService images,
        AnalysisService analyses
    )
    {
        var stop = http.RequestAborted;
        var (row, error) = await images.FindAsync(image, stop);
        if (row is null)
            return Problem.From(error!);
        (var state, error) = await analyses.FindAsync(row, stop);
        return state is null ? Problem.From(error!) : TypedResults.Ok(ComputeAnswer.Create(state));
    }

    private static (ImmutableArray<string> Names, ErrorAnswer? Problem) Read(byte[] body, PluginFolder plugins)
    {
        if (body.Length == 0)
            return (plugins.Default, null);
        using var document = JsonText.Parse(body);
        if (document is null)
            return ([], Problem.Invalid("body", "Is not JSON."));
        if (document.RootElement.ValueKind != JsonValueKind.Object)
            return ([], Problem.Invalid("body", "Must be an object."));
        var mistakes = new Dictionary<string, string[]>(StringComparer.Ordinal);
        foreach (var property in document.RootElement.EnumerateObject().Where(property => property.Name != "algorithms"))
            mistakes[ErrorText.Shorten(property.Name)] = ["Is not a known key."];
        var isNamed = document.RootElement.TryGetProperty("algorithms", out var list) && list.ValueKind != JsonValueKind.Null;
        var names = isNamed ? ReadNames(list, plugins, mistakes) : plugins.Default;
        return mistakes.Count > 0 ? ([], new FieldProblems(mistakes)) : (names, null);
    }

    private static ImmutableArray<string> ReadNames(JsonElement list, PluginFolder plugins, Dictionary<string, string[]> mistakes)
    {
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() is 0 or > ComputeBody.MaxAlgorithms)
        {
            mistakes["algorithms"] = [$"Must be a list of 1 to {ComputeBody.MaxAlgorithms} names."];
            return [];
        }

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
            mistakes["algorithms"] = [.. wrong];
        return [.. names.Distinct(StringComparer.Ordinal)];
    }
}
