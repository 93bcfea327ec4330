using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cutis.Platform.Storage;

namespace Cutis.Platform.Analysis;

/// <summary>An analysis that is to be made, is being made or was made: a job of the kind <see cref="Kind"/>.</summary>
/// <param name="Id">Of the job.</param>
/// <param name="ImageId">Of what.</param>
/// <param name="Algorithms">Canonical names of what to run.</param>
/// <param name="State">One of <see cref="JobStates"/>.</param>
/// <param name="Attempts">How often it was begun.</param>
/// <param name="CreatedAt">When it was asked for.</param>
/// <param name="StartedAt">When it was first begun.</param>
/// <param name="FinishedAt">When it was done, or failed for good.</param>
/// <param name="Steps">Steps that have ended.</param>
/// <param name="Error">Why it failed, for clients.</param>
internal sealed record AnalysisJob(
    Guid Id,
    Guid ImageId,
    ImmutableArray<string> Algorithms,
    string State,
    int Attempts,
    DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt,
    ImmutableArray<string> Steps,
    string? Error
)
{
    /// <summary>The kind, as it stands in the rows.</summary>
    public const string Kind = "analysis";

    /// <summary>The analysis that a row of its kind is.</summary>
    public static AnalysisJob Read(Job row) =>
        new(
            row.Id,
            Guid.ParseExact(row.Subject!, "D"),
            ReadPayload(row.Payload),
            row.State,
            row.Attempts,
            row.CreatedAt,
            row.StartedAt,
            row.FinishedAt,
            row.Steps,
            row.Error
        );

    /// <summary>The subject of the analyses of an image.</summary>
    public static string SubjectOf(Guid image) => image.ToString("D");

    /// <summary>What an analysis is to do, as it stands in its row.</summary>
    public static string WritePayload(ImmutableArray<string> algorithms) => JsonSerializer.Serialize(new Payload(algorithms));

    private static ImmutableArray<string> ReadPayload(string payload) => JsonSerializer.Deserialize<Payload>(payload)!.Algorithms;

    private sealed record Payload([property: JsonPropertyName("algorithms")] ImmutableArray<string> Algorithms);
}
