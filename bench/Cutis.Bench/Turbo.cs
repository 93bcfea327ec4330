using System.Runtime.InteropServices;

namespace Cutis.Bench;

/// <summary>libjpeg-turbo called as a program would call it, without the start of a process or files.</summary>
internal sealed partial class Turbo : IDisposable
{
    private const int Rgb = 0;
    private const int Sampling420 = 2;
    private readonly nint _decoder = tjInitDecompress();
    private readonly nint _encoder = tjInitCompress();
    private nint _output;
    private nuint _room;

    /// <summary>Decodes to RGB.</summary>
    public void Decode(byte[] jpeg, byte[] rgb, int width, int height) =>
        Check(tjDecompress2(_decoder, jpeg, (nuint)jpeg.Length, rgb, width, 0, height, Rgb, 0));

    /// <summary>Encodes RGB as 4:2:0 in that quality; answers the size.</summary>
    public long Encode(byte[] rgb, int width, int height, int quality)
    {
        var size = _room;
        Check(tjCompress2(_encoder, rgb, width, 0, height, Rgb, ref _output, ref size, Sampling420, quality, 0));
        _room = Math.Max(_room, size);
        return (long)size;
    }

    public void Dispose()
    {
        tjFree(_output);
        _ = tjDestroy(_decoder) + tjDestroy(_encoder);
    }

    private static void Check(int code)
    {
        if (code != 0)
            throw new InvalidOperationException("libjpeg-turbo failed");
    }

    [LibraryImport("libturbojpeg.so.0")]
    private static partial nint tjInitDecompress();

    [LibraryImport("libturbojpeg.so.0")]
    private static partial nint tjInitCompress();

    [LibraryImport("libturbojpeg.so.0")]
    private static partial int tjDecompress2(
        nint handle,
        byte[] jpeg,
        nuint size,
        byte[] rgb,
        int width,
        int pitch,
        int height,
        int format,
        int flags
    );

    [LibraryImport("libturbojpeg.so.0")]
    private static partial int tjCompress2(
        nint handle,
        byte[] rgb,
        int width,
        int pitch,
        int height,
        int format,
        ref nint jpeg,
        ref nuint size,
        int subsampling,
        int quality,
        int flags
    );

    [LibraryImport("libturbojpeg.so.0")]
    private static partial void tjFree(nint buffer);

    [LibraryImport("libturbojpeg.so.0")]
    private static partial int tjDestroy(nint handle);
}
