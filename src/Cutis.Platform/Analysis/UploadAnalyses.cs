using Cutis.Platform.Images;
using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Analysis;

/// <summary>
/// Asks for the analysis of images that are added: where the company wants it of every image, and where the computation of the batch was
/// asked for already. A queue that is full is no reason to refuse a photo.
/// </summary>
internal sealed class UploadAnalyses(CutisDb db, AnalysisQueue queue, DatasetAlgorithms algorithms, PluginFolder plugins) : IImageAdded
{
    /// <inheritdoc/>
    public async Task<UploadAnalysis?> AddingAsync(Image image)
    {
        if (image.BatchId is { } batch && await db.Batches.AnyAsync(b => b.Id == batch && b.ComputeAskedAt != null))
        {
            // Nobody asks again: it is queued even if the queue is full by now.
            var names = await algorithms.ListAsync(image.DatasetId!.Value, CancellationToken.None);
            await queue.AddWithinAsync(image, names, isBounded: false, CancellationToken.None);
            return UploadAnalysis.Queued;
        }

        if (!await db.Companies.AnyAsync(c => c.Id == image.CompanyId && c.AnalyseUploads))
            return null;
        var all = image.DatasetId is { } dataset ? await algorithms.ListAsync(dataset, CancellationToken.None) : plugins.Default;
        var (_, full) = await queue.AddWithinAsync(image, all, isBounded: true, CancellationToken.None);
        return full is null ? UploadAnalysis.Queued : UploadAnalysis.QueueFull;
    }

    /// <inheritdoc/>
    public void Added(UploadAnalysis? analysis)
    {
        if (analysis == UploadAnalysis.Queued)
            queue.Announce();
    }
}
