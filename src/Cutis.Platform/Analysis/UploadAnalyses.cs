using Cutis.Platform.Images;
using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Analysis;

/// <summary>
/// Asks for the analysis of every image that is added, where the company wants it. A queue that is full is no reason to refuse a photo.
/// </summary>
internal sealed class UploadAnalyses(CutisDb db, AnalysisQueue queue, PluginFolder plugins) : IImageAdded
{
    /// <inheritdoc/>
    public async Task<UploadAnalysis?> AddingAsync(Image image)
    {
        if (!await db.Companies.AnyAsync(c => c.Id == image.CompanyId && c.AnalyseUploads))
            return null;
        var (_, full) = await queue.AddWithinAsync(image, plugins.Default, CancellationToken.None);
        return full is null ? UploadAnalysis.Queued : UploadAnalysis.QueueFull;
    }

    /// <inheritdoc/>
    public void Added(UploadAnalysis? analysis)
    {
        if (analysis == UploadAnalysis.Queued)
            queue.Announce();
    }
}
