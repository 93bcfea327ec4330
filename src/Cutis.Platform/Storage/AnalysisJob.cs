using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Cutis.Platform.Storage;

/// <summary>An analysis that is to be made, is being made or was made.</summary>
internal sealed class AnalysisJob : IOfCompany
{
    public required Guid Id { get; init; }

    public required Guid CompanyId { get; init; }

    public required Guid ImageId { get; init; }

    /// <summary>Canonical names of what to run.</summary>
    public required ImmutableArray<string> Algorithms { get; init; }

    /// <summary>One of <see cref="JobStates"/>.</summary>
    public required string State { get; set; }

    /// <summary>How often it was begun.</summary>
    public int Attempts { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Not to be begun before.</summary>
    public required DateTimeOffset AvailableAt { get; set; }

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>Until then it belongs to the worker that runs it; after that another may take it.</summary>
    public DateTimeOffset? LeaseUntil { get; set; }

    /// <summary>Which worker that is.</summary>
    public string? LeaseOwner { get; set; }

    /// <summary>Steps that have ended.</summary>
    public ImmutableArray<string> Steps { get; set; } = [];

    /// <summary>Why it failed, for clients.</summary>
    public string? Error { get; set; }
}

/// <summary>The states of a job.</summary>
internal static class JobStates
{
    public const string Queued = "queued";
    public const string Running = "running";
    public const string Done = "done";
    public const string Failed = "failed";
}

/// <summary>Where the face is: boxes as parts of each photo.</summary>
/// <param name="Count">Faces in the photo; the largest was analysed.</param>
/// <param name="Original">Its box in the original photo.</param>
/// <param name="Restored">Its box in the restored photo.</param>
internal sealed record StoredFaces(
    [property: JsonPropertyName("Count")] int Count,
    [property: JsonPropertyName("Original")] StoredBox? Original,
    [property: JsonPropertyName("Restored")] StoredBox? Restored
);

/// <summary>A box as parts of a picture.</summary>
internal sealed record StoredBox(
    [property: JsonPropertyName("X")] double X,
    [property: JsonPropertyName("Y")] double Y,
    [property: JsonPropertyName("Width")] double Width,
    [property: JsonPropertyName("Height")] double Height
);
