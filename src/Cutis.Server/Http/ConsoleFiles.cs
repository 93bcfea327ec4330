using System.IO.Compression;
using System.Security.Cryptography;
using Cutis.Platform.Configuration;

namespace Cutis.Server.Http;

/// <summary>The console, the pages that people see in a browser.</summary>
internal sealed record ConsoleOptions : ISettings
{
    /// <summary>
    /// A folder with a built console, whose files are served instead of those that the program has in it; it is read once, at the start.
    /// </summary>
    public string Folder { get; init; } = "";

    public IEnumerable<string> Problems()
    {
        if (Folder.Length > 0 && !File.Exists(Path.Combine(Folder, ConsoleFiles.Index)))
            yield return $"Console:Folder must be a folder with a file {ConsoleFiles.Index} in it, not \"{Folder}\"";
    }
}

/// <summary>
/// The files of the console: those that were embedded when the program was built, or those of a folder. What is not among them does not
/// exist, whatever a path says.
/// </summary>
internal sealed class ConsoleFiles
{
    /// <summary>The page.</summary>
    public const string Index = "index.html";

    private const string Prefix = "console/";

    private static readonly Dictionary<string, (string MediaType, bool IsText)> Types = new(StringComparer.OrdinalIgnoreCase)
    {
        [".html"] = ("text/html; charset=utf-8", true),
        [".js"] = ("text/javascript; charset=utf-8", true),
        [".mjs"] = ("text/javascript; charset=utf-8", true),
        [".css"] = ("text/css; charset=utf-8", true),
        [".svg"] = ("image/svg+xml", true),
        [".json"] = ("application/json", true),
        [".webmanifest"] = ("application/manifest+json", true),
        [".txt"] = ("text/plain; charset=utf-8", true),
        [".wasm"] = ("application/wasm", true),
        [".tflite"] = ("application/octet-stream", true),
        [".png"] = ("image/png", false),
        [".jpg"] = ("image/jpeg", false),
        [".webp"] = ("image/webp", false),
        [".ico"] = ("image/x-icon", false),
        [".woff2"] = ("font/woff2", false),
    };

    private readonly Dictionary<string, ConsoleFile> _files;

    public ConsoleFiles(ConsoleOptions options) =>
        _files = options.Folder.Length > 0 ? ReadFolder(options.Folder) : ReadEmbedded(new Embedded(typeof(ConsoleFiles).Assembly));

    /// <summary>A file; null when there is none.</summary>
    /// <param name="path">With slashes, without one at the beginning: <c>assets/main-1a2b3c.js</c>.</param>
    public ConsoleFile? Find(string path) => _files.GetValueOrDefault(path);

    private static Dictionary<string, ConsoleFile> ReadEmbedded(Embedded embedded) =>
        embedded.Names(Prefix).ToDictionary(name => name[Prefix.Length..], name => Create(name, embedded.Read(name)!));

    private static Dictionary<string, ConsoleFile> ReadFolder(string folder) =>
        Directory
            .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .ToDictionary(
                file => Path.GetRelativePath(folder, file).Replace(Path.DirectorySeparatorChar, '/'),
                file => Create(file, File.ReadAllBytes(file))
            );

    private static ConsoleFile Create(string name, byte[] bytes)
    {
        var (mediaType, isText) = Types.GetValueOrDefault(Path.GetExtension(name), ("application/octet-stream", false));
        return new ConsoleFile(bytes, mediaType, isText);
    }
}

/// <summary>A file in the forms that browsers ask for; each is made once.</summary>
/// <param name="bytes">The content.</param>
/// <param name="mediaType">Its type.</param>
/// <param name="isCompressible">Whether it becomes smaller.</param>
internal sealed class ConsoleFile(byte[] bytes, string mediaType, bool isCompressible)
{
    private readonly Lazy<byte[]> _brotli = new(() => Compress(bytes, to => new BrotliStream(to, CompressionLevel.Optimal)));
    private readonly Lazy<byte[]> _gzip = new(() => Compress(bytes, to => new GZipStream(to, CompressionLevel.Optimal)));

    public string MediaType => mediaType;

    public ReadOnlyMemory<byte> Content => bytes;

    /// <summary>The beginning of its SHA-256, as its ETag.</summary>
    public string Tag { get; } = Convert.ToHexStringLower(SHA256.HashData(bytes))[..32];

    /// <summary>The content as it is sent.</summary>
    /// <param name="takesBrotli">Whether the client reads Brotli.</param>
    /// <param name="takesGzip">Whether the client reads gzip.</param>
    /// <returns>The bytes, and the name of their coding; null for none.</returns>
    public (byte[] Bytes, string? Coding) Encode(bool takesBrotli, bool takesGzip) =>
        (isCompressible, takesBrotli, takesGzip) switch
        {
            (true, true, _) => (_brotli.Value, "br"),
            (true, _, true) => (_gzip.Value, "gzip"),
            _ => (bytes, null),
        };

    private static byte[] Compress(byte[] bytes, Func<Stream, Stream> create)
    {
        using var to = new MemoryStream();
        using (var compressor = create(to))
            compressor.Write(bytes);
        return to.ToArray();
    }
}
