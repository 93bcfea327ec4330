using System.Security.Cryptography;
using System.Text;
using Cutis.Platform.Storage;
using Cutis.Platform.Urls;

namespace Cutis.Platform.Reports;

/// <summary>A picture that was made of a photo.</summary>
/// <param name="Id">Its id; the same for as long as it is the same picture.</param>
/// <param name="Name">What it is.</param>
/// <param name="Url">A signed URL.</param>
internal sealed record AuxImage(Guid Id, string Name, string Url);

/// <summary>The use cases of the pictures that were made of a photo: the restored one, and that with the eyes hidden.</summary>
internal sealed class AuxImages(ImageUrls urls)
{
    /// <summary>The pictures of an image.</summary>
    public IReadOnlyList<AuxImage> List(string root, Image image) => List(root, image, urls.Expiry());

    /// <summary>A URL of one of them that lives as long as is asked for; null when there is none of that id.</summary>
    public string? FindUrl(string root, Image image, Guid id, TimeSpan life) =>
        List(root, image, urls.ExpiryAfter(life)).FirstOrDefault(a => a.Id == id)?.Url;

    private List<AuxImage> List(string root, Image image, DateTimeOffset expires)
    {
        var list = new List<AuxImage>();
        void Add(string name, string? digest, string file)
        {
            if (string.IsNullOrEmpty(digest))
                return;
            var id = new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"{image.Id:N} {name} {digest}")).AsSpan(0, 16));
            list.Add(new AuxImage(id, name, urls.Sign(root, image, FilePaths.Photo(image.CompanyId, image.Id, digest, file), expires)));
        }

        if (image.Restored is { } restored)
        {
            Add("restored", restored.Digest, FileNames.ForPhoto(Masks.Scenes.Frame.Restored, restored.MediaType));
            Add("anonymised", restored.Anonymised?.Digest, FileNames.Anonymised);
        }

        return list;
    }
}
