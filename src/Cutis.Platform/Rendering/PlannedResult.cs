using System.Linq.Expressions;
using Cutis.Platform.Storage;

namespace Cutis.Platform.Rendering;

/// <summary>
/// A result without its document, but for that of the quality algorithm, which has the note, and those of analyses without an answer,
/// which have the reason.
/// </summary>
internal sealed record PlannedResult(ResultSummary Summary, string? Envelope)
{
    /// <summary>What a query reads of a row.</summary>
    public static Expression<Func<Result, PlannedResult>> Columns { get; } =
        r => new PlannedResult(
            new ResultSummary(r.ImageId, r.Algorithm, r.StoredAt, r.Error, r.MainMetric, r.SubMetrics, r.MasksOriginal, r.MasksRestored),
            r.Algorithm == QualityNote.Algorithm || (r.Error != null && r.Envelope.Length <= StoredEnvelope.MaxOwnLength)
                ? r.Envelope
                : null
        );
}
