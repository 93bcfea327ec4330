using System.Text.Json.Serialization;
using Cutis.Platform.Storage;

namespace Cutis.Platform.Images;

/// <summary>What becomes of the analysis that a company wants of every upload.</summary>
internal enum UploadAnalysis
{
    /// <summary>It waits its turn.</summary>
    [JsonStringEnumMemberName("queued")]
    Queued,

    /// <summary>Too many wait already; the client may ask for it later.</summary>
    [JsonStringEnumMemberName("queue_full")]
    QueueFull,
}

/// <summary>What else happens when an image is added. It is told, so that images need not know of analyses.</summary>
internal interface IImageAdded
{
    /// <summary>Writes within the transaction of the image: it is stored with its analysis, or not at all.</summary>
    /// <returns>What becomes of the analysis; null where the company wants none.</returns>
    Task<UploadAnalysis?> AddingAsync(Image image);

    /// <summary>Told once the transaction is committed.</summary>
    /// <param name="analysis">What <see cref="AddingAsync"/> has returned.</param>
    void Added(UploadAnalysis? analysis);
}
