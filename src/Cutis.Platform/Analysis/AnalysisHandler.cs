using Cutis.Analysis;
using Cutis.Platform.Jobs;
using Cutis.Platform.Storage;

namespace Cutis.Platform.Analysis;

/// <summary>Does the jobs of analyses.</summary>
internal sealed class AnalysisHandler(ImageAnalysis analysis) : IJobHandler
{
    /// <summary>How analyses are done under some settings.</summary>
    public static JobKind CreateKind(AnalysisSettings settings) =>
        new(AnalysisJob.Kind, typeof(AnalysisHandler), settings.Share().Photos, settings.Lease, settings.Attempts)
        {
            InterruptedText = "The analysis was interrupted too often",
            FailedText = "The analysis failed; the server's log says why",
            WarmUp = Analyser.WarmUp,
        };

    /// <inheritdoc/>
    public Task<string?> RunAsync(Job job, Action<string> done, CancellationToken stop)
    {
        var asked = AnalysisJob.Read(job);
        return analysis.RunAsync(asked.ImageId, asked.Algorithms, done, stop);
    }
}
