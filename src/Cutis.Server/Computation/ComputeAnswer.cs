using System.Text.Json.Serialization;
using Cutis.Analysis.Algorithms;
using Cutis.Server.Database;
using Cutis.Server.Rasterisation;

namespace Cutis.Server.Computation;

/// <summary>An analysis as clients see it.</summary>
internal sealed record ComputeAnswer(
    Guid Id,
    Guid ImageId,
    string Status,
    string? Error,
    int Attempts,
    int StepsDone,
    int Steps,
    int? Faces,
    [property: JsonConverter(typeof(Rfc3339))] DateTimeOffset? CreationTime,
    [property: JsonConverter(typeof(Rfc3339))] DateTimeOffset? StartTime,
    [property: JsonConverter(typeof(Rfc3339))] DateTimeOffset? FinishTime,
    IReadOnlyList<ComputedAlgorithm> Algorithms)
{
    // Besides the algorithms: faces, restored, stored.
    private const int OtherSteps = 3;

    public static ComputeAnswer Of(AnalysisJob job, StoredFaces? faces, IReadOnlyDictionary<string, Result> results)
    {
        var total = job.Algorithms.Length + OtherSteps;
        var isDone = job.State == JobStates.Done;
        return new ComputeAnswer(
            job.Id, job.ImageId, job.State, job.Error, job.Attempts, isDone ? total : Math.Min(job.Steps.Length, total), total, isDone ? faces?.Count : null,
            job.CreatedAt, job.StartedAt, job.FinishedAt,
            [.. job.Algorithms.Select(name => ComputedAlgorithm.Of(job, name, isDone ? results.GetValueOrDefault(name) : null))]);
    }
}

/// <summary>One algorithm of an analysis.</summary>
internal sealed record ComputedAlgorithm(string AlgorithmTechName, string Status, string? Error)
{
    public static ComputedAlgorithm Of(AnalysisJob job, string name, Result? result)
    {
        if (result is not null) return new ComputedAlgorithm(name, result.Error is null ? "done" : Catalogue.NotAvailable.ContainsKey(name) ? "not_available" : "failed", result.Error);
        // A result can be asked for once all are stored.
        return new ComputedAlgorithm(name, job.State == JobStates.Done ? JobStates.Failed : job.State, null);
    }
}

/// <summary>An algorithm that can be computed, or the reason why it cannot.</summary>
internal sealed record AlgorithmEntry(string TechName, string Source, int? Version, string? Status, bool Available, string? Reason, IReadOnlyList<string> Areas)
{
    public static List<AlgorithmEntry> All(PluginFolder plugins)
    {
        var foreign = plugins.All.ConvertAll(p => p.Manifest is { } m
            ? new AlgorithmEntry(m.TechName, "plugin", m.Version, null, p.Problem is null, p.Problem, m.Areas)
            : new AlgorithmEntry(p.Folder, "plugin", null, null, false, p.Problem, []));
        var taken = plugins.Names.ToHashSet(StringComparer.Ordinal);
        return
        [
            .. Catalogue.Algorithms.Where(a => !taken.Contains(a.TechName)).Select(a => new AlgorithmEntry(a.TechName, "built_in", a.Version, a.Status.ToString().ToLowerInvariant(), true, null, a.Areas)),
            .. foreign,
            .. Catalogue.NotAvailable.Where(n => !taken.Contains(n.Key)).Select(n => new AlgorithmEntry(n.Key, "none", null, null, false, n.Value, [])),
        ];
    }
}
