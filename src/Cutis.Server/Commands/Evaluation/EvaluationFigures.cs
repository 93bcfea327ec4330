using System.Text.Json.Serialization;

namespace Cutis.Server.Commands.Evaluation;

/// <summary>All figures of an evaluation, as report.json has them. Shares are 0..1.</summary>
internal sealed record EvaluationFigures(
    string Folder,
    int Photos,
    int Compared,
    IReadOnlyList<TargetFigures> Targets,
    IReadOnlyList<AgreementFigures> Agreement,
    IReadOnlyList<RepeatFigures> Repeatability,
    IReadOnlyList<RefusalFigures> Refusals,
    IReadOnlyList<string> Mistakes
);

/// <summary>The figures of one target, of all photos and by group.</summary>
internal sealed record TargetFigures(
    string Name,
    string Algorithm,
    GroupFigures All,
    IReadOnlyList<GroupFigures> Groups,
    IReadOnlyList<GapFigures> Gaps,
    IReadOnlyList<PhotoFigures> Worst
);

/// <summary>Recall, precision and Jaccard index over the pixels of a group's photos.</summary>
internal sealed record GroupFigures(
    string By,
    string Group,
    int Photos,
    int WithoutAny,
    Figure? Recall,
    Figure? Precision,
    Figure? Jaccard
);

/// <summary>The difference between the best and the worst group.</summary>
internal sealed record GapFigures(string By, string Measure, string Best, string Worst, Figure Difference);

/// <summary>The figures of one photo.</summary>
internal sealed record PhotoFigures(string Name, double? Recall, double? Precision, double? Jaccard);

/// <summary>How far the grades of an algorithm agree with those of people.</summary>
internal sealed record AgreementFigures(string Algorithm, int Photos, Figure? Kappa, Figure? RankCorrelation, int[][] Table);

/// <summary>By how much a score differs between photos of the same face: ± 1.96 times the standard deviation within a face.</summary>
internal sealed record RepeatFigures(string Algorithm, string Source, int Faces, Figure? PlusMinus);

/// <summary>How often an algorithm had no answer.</summary>
internal sealed record RefusalFigures(string Algorithm, string Reason, int Photos);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(EvaluationFigures))]
internal sealed partial class EvaluationJson : JsonSerializerContext;
