namespace Cutis.Platform.Storage;

/// <summary>The path of an object in the store. It consists of validated parts only, so it never leaves the root.</summary>
/// <remarks>All objects of an image share a prefix: erasing a picture of a person is deleting one prefix.</remarks>
internal readonly record struct ObjectKey
{
    private ObjectKey(string path, string? digest = null) => (Path, Digest) = (path, digest);

    /// <summary>The path, with slashes as separators and without one at either end.</summary>
    public string Path { get; }

    /// <summary>SHA-256 of the content, as 64 lower-case hexadecimal digits; null for a prefix.</summary>
    public string? Digest { get; }

    /// <summary>A photo of an image, by the digest of its bytes.</summary>
    public static ObjectKey Photo(Guid company, Guid image, string digest) =>
        new($"{Image(company, image).Path}/photos/{Checked(digest)}", digest);

    /// <summary>A mask set of an image, by the digest of its bytes.</summary>
    public static ObjectKey Masks(Guid company, Guid image, string digest) =>
        new($"{Image(company, image).Path}/masks/{Checked(digest)}.json", digest);

    /// <summary>A recipe of an image that is too long for a URL, by its key: the digest of its bytes.</summary>
    public static ObjectKey Recipe(Guid company, Guid image, string key) =>
        new($"{Image(company, image).Path}/recipes/{Checked(key)}.json", key);

    /// <summary>The prefix of the photos of an image.</summary>
    public static ObjectKey Photos(Guid company, Guid image) => new($"{Image(company, image).Path}/photos");

    /// <summary>The prefix of the mask sets of an image.</summary>
    public static ObjectKey MaskSets(Guid company, Guid image) => new($"{Image(company, image).Path}/masks");

    /// <summary>The prefix of the recipes of an image.</summary>
    public static ObjectKey Recipes(Guid company, Guid image) => new($"{Image(company, image).Path}/recipes");

    /// <summary>The prefix of everything that belongs to an image.</summary>
    public static ObjectKey Image(Guid company, Guid image) => new($"companies/{company:D}/images/{image:D}");

    /// <summary>The key of an object that <see cref="Path"/> has named; null for any other text.</summary>
    public static ObjectKey? TryParse(string path)
    {
        if (path.Split('/') is not ["companies", var company, "images", var image, var kind, var name])
            return null;
        var digest = name.EndsWith(".json", StringComparison.Ordinal) ? name[..^5] : name;
        if (!Guid.TryParseExact(company, "D", out var of) || !Guid.TryParseExact(image, "D", out var id) || !IsDigest(digest))
            return null;
        ObjectKey? key = kind switch
        {
            "photos" => Photo(of, id, digest),
            "masks" => Masks(of, id, digest),
            "recipes" => Recipe(of, id, digest),
            _ => null,
        };
        return key?.Path == path ? key : null;
    }

    /// <summary>True for 64 lower-case hexadecimal digits, a SHA-256.</summary>
    public static bool IsDigest(string text) => text.Length == 64 && text.All(c => char.IsAsciiHexDigitLower(c));

    private static string Checked(string digest) => IsDigest(digest) ? digest : throw new ArgumentException("Not a digest", nameof(digest));

    /// <inheritdoc/>
    public override string ToString() => Path;
}
