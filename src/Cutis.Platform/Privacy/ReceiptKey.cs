using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Cutis.Platform.Storage;

namespace Cutis.Platform.Privacy;

/// <summary>The file of the key of receipts cannot be used; the message says what to do.</summary>
internal sealed class ReceiptKeyException(string message) : IOException(message);

/// <summary>
/// The key with which this installation signs receipts: ECDSA over P-256, in a file of the data folder that only its owner may read. When
/// the file is deleted the next start makes another one; what was signed before can still be verified by the public half in the database.
/// </summary>
internal sealed class ReceiptKey : IDisposable
{
    /// <summary>Name of the file in the data folder.</summary>
    public const string FileName = "receipt-key.pem";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly ECDsa _key;

    /// <exception cref="ReceiptKeyException">The file exists and cannot be used.</exception>
    public ReceiptKey(string dataFolder)
    {
        var path = Path.Combine(dataFolder, FileName);
        if (!File.Exists(path))
            Create(path);
        _key = Read(path);
        Public = PublicKey.Create(_key.ExportParameters(includePrivateParameters: false).Q);
    }

    /// <summary>What verifies its signatures.</summary>
    public PublicKey Public { get; }

    /// <summary>Signs bytes: r and s of 32 bytes each, as JSON Web Signatures have them (RFC 7518, 3.4).</summary>
    public byte[] Sign(byte[] bytes)
    {
        lock (_key)
            return _key.SignData(bytes, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    public void Dispose() => _key.Dispose();

    // Of two processes that start together, one makes it.
    private static void Create(string path)
    {
        using var held =
            PrivateFile.TryLock(Path.ChangeExtension(path, ".lock"), Patience)
            ?? throw new ReceiptKeyException($"Another process is making {path}; try again.");
        if (File.Exists(path))
            return;
        using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        PrivateFile.Write(path, Encoding.ASCII.GetBytes(made.ExportPkcs8PrivateKeyPem()));
    }

    private static ECDsa Read(string path)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(File.ReadAllText(path));
            if (key.KeySize == 256)
                return key;
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            // As any other file that is not a key.
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            key.Dispose();
            throw new ReceiptKeyException($"The key of receipts cannot be read: {e.Message}");
        }

        key.Dispose();
        throw new ReceiptKeyException(
            $"The file {path} does not hold a key of receipts. Put a copy of it back; or delete it, and the next start makes another key: "
                + "receipts of before can still be verified."
        );
    }
}

/// <summary>What verifies receipts: the public half of a key, as a JSON Web Key (RFC 7517).</summary>
/// <param name="Id">The thumbprint of the key (RFC 7638), so that the id says which key it is.</param>
/// <param name="X">Coordinate of the point, base64url.</param>
/// <param name="Y">Coordinate of the point, base64url.</param>
internal sealed record PublicKey(string Id, string X, string Y)
{
    public static PublicKey Create(ECPoint point)
    {
        var (x, y) = (Base64Url.EncodeToString(point.X), Base64Url.EncodeToString(point.Y));
        var canonical = $$"""{"crv":"P-256","kty":"EC","x":"{{x}}","y":"{{y}}"}""";
        return new PublicKey(Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(canonical))), x, y);
    }

    /// <summary>Whether a signature is of these bytes and of this key.</summary>
    public bool Verifies(byte[] bytes, byte[] signature)
    {
        try
        {
            var point = new ECPoint { X = Base64Url.DecodeFromChars(X), Y = Base64Url.DecodeFromChars(Y) };
            // An id that is not the thumbprint would pass one key off as another.
            if (Create(point).Id != Id)
                return false;
            using var key = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = point });
            return key.VerifyData(bytes, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return false;
        }
    }
}
