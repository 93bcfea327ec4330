using System.Runtime.InteropServices;
using Cutis.Imaging.Core;

namespace Cutis.Imaging.Photos;

/// <summary>Encodes WebP with libwebp, if this machine has it.</summary>
public static unsafe class WebP
{
    private static readonly nint Library = Load();

    /// <summary>Whether this machine can write WebP.</summary>
    public static bool IsAvailable => Library != 0;

    /// <summary>Encodes pixels with loss; alpha is kept.</summary>
    /// <param name="pixels">The pixels.</param>
    /// <param name="quality">1..100.</param>
    /// <exception cref="NotSupportedException">The library is not installed on this machine.</exception>
    internal static byte[] Encode(Pixels pixels, int quality)
    {
        if (!IsAvailable)
            throw new NotSupportedException("libwebp is not on this machine.");
        var name = pixels.Channels == 4 ? "WebPEncodeRGBA" : "WebPEncodeRGB";
        var encode = (delegate* unmanaged<byte*, int, int, int, float, byte**, nuint>)NativeLibrary.GetExport(Library, name);
        var free = (delegate* unmanaged<void*, void>)NativeLibrary.GetExport(Library, "WebPFree");
        byte* output = null;
        nuint size;
        fixed (byte* data = pixels.Data)
            size = encode(data, pixels.Width, pixels.Height, pixels.Width * pixels.Channels, quality, &output);
        try
        {
            return size == 0
                ? throw new InvalidOperationException("libwebp could not encode the picture.")
                : new ReadOnlySpan<byte>(output, (int)size).ToArray();
        }
        finally
        {
            free(output);
        }
    }

    private static nint Load()
    {
        foreach (var name in (ReadOnlySpan<string>)["libwebp.so.7", "libwebp.7.dylib", "libwebp.dll", "libwebp"])
            if (NativeLibrary.TryLoad(name, out var library))
                return library;
        return 0;
    }
}
