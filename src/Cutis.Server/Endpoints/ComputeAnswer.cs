using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Cutis.Analysis.Algorithms;
using Cutis.Platform.Analysis;
using Cutis.Platform.Rendering;
using Cutis.Platform.Storage;
using Cutis.Server.Http.Contract;

namespace Cutis.Server.Endpoints;

/// <summary>An analysis as clients see it.</summary>
[SchemaName("Compute")]
internal sealed record ComputeAnswer(
    Guid Id,
    Guid ImageId,
    [property: AllowedValues("queued", "running", "done", "failed")] string Status,
    [property: Description("Why the whole analysis failed.")] string? Error,
    [property: Description("How often it was begun.")] int Attempts,
    int StepsDone,
    int Steps,
    [property: Description("Faces in the photo, once it is done; the largest was analysed.")] int? Faces,
    [property: JsonConverter(typeof(Rfc3339)), NeverNull] DateTimeOffset? CreationTime,
    [property: JsonConverter(typeof(Rfc3339))] DateTimeOffset? StartTime,
    [property: JsonConverter(typeof(Rfc3339))] DateTimeOffset? FinishTime,
    IReadOnlyList<ComputedAlgorithm> Algorithms
)
{
    // The steps besides the algorithms: finding faces, making the restored photo, storing.
    private const int OtherSteps = 3;

    /// <summary>Creates the answer for the state of an analysis.</summary>
    public static ComputeAnswer Create(AnalysisState state)
    {
        var (job, faces, results) = state;
        var total = job.Algorithms.Length + OtherSteps;
        var isDone = job.State == JobStates.Done;
        return new ComputeAnswer(
            job.Id,
            job.ImageId,
            job.State,
            job.Error,
            job.Attempts,
            isDone ? total : Math.Min(job.Steps.Length, total),
            total,
            isDone ? faces?.Count : null,
            job.CreatedAt,
            job.StartedAt,
            job.FinishedAt,
            [
                .. job.Algorithms.Select(name =>
                    isDone && results.TryGetValue(name, out var error)
                        ? ComputedAlgorithm.Stored(name, error)
                        : ComputedAlgorithm.Without(job, name)
                ),
            ]
        );
    }
}

/// <summary>One algorithm of an analysis.</summary>
[SchemaName("ComputedAlgorithm")]
internal sealed record ComputedAlgorithm(
    string AlgorithmTechName,
    [property: AllowedValues("queued", "running", "done", "failed", "not_available")] string Status,
    [property: Description("Why this algorithm has no answer; the others are unaffected.")] string? Error
)
{
    /// <summary>An algorithm whose result is stored.</summary>
    public static ComputedAlgorithm Stored(string name, string? error) =>
        new(
            name,
            error is null ? "done"
                : Catalogue.NotAvailable.ContainsKey(name) ? "not_available"
                : "failed",
            error
        );

    /// <summary>An algorithm without a result; results are available once all of them are stored.</summary>
    public static ComputedAlgorithm Without(AnalysisJob job, string name) =>
        new(name, job.State == JobStates.Done ? JobStates.Failed : job.State, null);
}

/// <summary>An algorithm that can be computed, or the reason why it cannot.</summary>
[SchemaName("Algorithm")]
internal sealed record AlgorithmEntry(
    string TechName,
    [property: AllowedValues("built_in", "plugin", "none")] string Source,
    int? Version,
    [property: Description("`stable`, `beta` or `experimental`; null for a plug-in.")] string? Status,
    bool Available,
    [property: Description("Why it cannot be computed.")] string? Reason,
    IReadOnlyList<string> Areas
)
{
    public static List<AlgorithmEntry> All(PluginFolder plugins)
    {
        var foreign = plugins.All.ConvertAll(p =>
            p.Manifest is { } m
                ? new AlgorithmEntry(m.TechName, "plugin", m.Version, null, p.Problem is null, p.Problem, m.Areas)
                : new AlgorithmEntry(p.Folder, "plugin", null, null, false, p.Problem, [])
        );
        var taken = plugins.Names.ToHashSet(StringComparer.Ordinal);
        return
        [
            .. Catalogue
                .Algorithms.Where(a => !taken.Contains(a.TechName))
                .Select(a => new AlgorithmEntry(
                    a.TechName,
                    "built_in",
                    a.Version,
                    a.Status.ToString().ToLowerInvariant(),
                    true,
                    null,
                    a.Areas
                )),
            .. foreign,
            .. Catalogue
                .NotAvailable.Where(n => !taken.Contains(n.Key))
                .Select(n => new AlgorithmEntry(n.Key, "none", null, null, false, n.Value, [])),
        ];
    }
}
