using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cutis.Analysis.Algorithms;
using Cutis.Masks.Results;
using Cutis.Platform.Analysis;
using Cutis.Platform.Images;
using Cutis.Platform.Storage;
using Cutis.Server.Http;
using Cutis.Server.Http.Contract;
using Cutis.Server.Http.Requests;
using Cutis.Server.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cutis.Server.Endpoints;

/// <summary>The body of a request for an analysis.</summary>
[SchemaName("ComputeRequest"), RefusesUnknownKeys]
internal sealed record ComputeBody
{
    [MinLength(1), MaxLength(AlgorithmNames.Max), ReadBy<AlgorithmNames>]
    [Description(
        "Names of `/api/v1/dicts/algorithms/`; everything usual when missing. A name for which there is no method gives a "
            + "result that says why."
    )]
    public IReadOnlyList<string>? Algorithms { get; init; }

    /// <summary>The names without duplicates; null for the default set.</summary>
    [JsonIgnore]
    public ImmutableArray<string>? Names => Algorithms is null ? null : [.. Algorithms.Distinct(StringComparer.Ordinal)];
}

/// <summary>Reads names of algorithms, and reports each name that is not known.</summary>
internal sealed class AlgorithmNames : IValueReader
{
    public const int Max = 100;

    public static object Read(Field field)
    {
        var names = new List<string>();
        if (field.Value.ValueKind != JsonValueKind.Array || field.Entries.Count is 0 or > Max)
        {
            field.Complain($"Must be a list of 1 to {Max} names", "list_type");
            return names;
        }

        var known = field
            .Services.GetRequiredService<PluginFolder>()
            .Available.Union(Catalogue.NotAvailable.Keys)
            .ToHashSet(StringComparer.Ordinal);
        foreach (var entry in field.Entries)
        {
            var isText = entry.Value.ValueKind == JsonValueKind.String;
            if (isText && AlgorithmName.TryParse(entry.Value.GetString()!, out var name) && known.Contains(name.Value))
                names.Add(name.Value);
            else
                field.Complain($"\"{Mistake.Shown(entry.Value)}\" is not a known algorithm", "unknown_algorithm");
        }

        return names;
    }
}

[JsonSerializable(typeof(ComputeAnswer))]
[JsonSerializable(typeof(List<AlgorithmEntry>))]
internal sealed partial class ComputeJson : JsonSerializerContext;

/// <summary>
/// <c>…/images/{image}/compute/</c>: analysis on demand and its progress; <c>/api/v1/dicts/algorithms/</c>: the list of algorithms.
/// </summary>
internal static class ComputeEndpoints
{
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
            .RequestExample("""{"algorithms": ["lines", "redness"]}""")
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
        InPath<Image, ImageInPath> image,
        Body<ComputeBody>? body,
        AnalysisService analyses,
        PluginFolder plugins
    )
    {
        var names = body?.Value.Names ?? plugins.Default;
        var (state, error) = await analyses.StartAsync(image.Value, names, http.RequestAborted);
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
}
