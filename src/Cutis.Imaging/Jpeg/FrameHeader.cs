using Cutis.Imaging.Core;

namespace Cutis.Imaging.Jpeg;

/// <summary>Reads a frame header (SOF; ITU-T T.81, B.2.2).</summary>
internal static class FrameHeader
{
    /// <summary>The frame that a segment describes, without coefficients yet.</summary>
    /// <param name="s">The segment without its length field.</param>
    /// <param name="progressive">Whether the marker was SOF2.</param>
    /// <param name="limits">Limits, checked before anything is allocated.</param>
    /// <exception cref="PhotoException">The header is malformed, or the picture is unsupported or too large.</exception>
    public static JpegFrame Read(ReadOnlySpan<byte> s, bool progressive, PhotoLimits limits)
    {
        if (s.Length < 6 || s.Length != 6 + (3 * s[5]))
            throw PhotoException.Damaged("The frame header of the JPEG has a wrong length.");
        if (s[0] != 8)
            throw PhotoException.Unsupported($"The JPEG has {s[0]} bits per sample; only 8 are supported.");
        if (s[5] is not (1 or 3 or 4))
            throw PhotoException.Unsupported($"The JPEG has {s[5]} components; 1, 3 and 4 are supported.");
        var (height, width) = ((s[1] << 8) | s[2], (s[3] << 8) | s[4]);
        if (height == 0)
            throw PhotoException.Unsupported("The frame header of the JPEG leaves the height open (DNL), which is not supported.");
        limits.Check(width, height);

        var components = new JpegComponent[s[5]];
        for (var i = 0; i < components.Length; i++)
        {
            var (id, sampling, slot) = (s[6 + (3 * i)], s[7 + (3 * i)], s[8 + (3 * i)]);
            var (h, v) = (sampling >> 4, sampling & 15);
            if (h is < 1 or > 4 || v is < 1 or > 4 || slot > 3)
                throw PhotoException.Damaged("A component of the JPEG has impossible sampling factors.");
            // The sampling factors of a single component have no effect (T.81, A.2.2).
            components[i] = components.Length == 1 ? new JpegComponent(id, 1, 1, slot) : new JpegComponent(id, h, v, slot);
        }

        CheckRatios(components);
        return new JpegFrame(width, height, progressive, components);
    }

    // T.81 allows ratios such as 3:2; libjpeg, and therefore browsers and most viewers, do not.
    private static void CheckRatios(JpegComponent[] components)
    {
        var (maxH, maxV) = (components.Max(c => c.H), components.Max(c => c.V));
        foreach (var c in components)
        {
            if (maxH % c.H == 0 && maxV % c.V == 0)
                continue;
            throw PhotoException.Unsupported(
                $"The JPEG has components with sampling factors of {maxH} × {maxV} at most and one of {c.H} × "
                    + $"{c.V}; only whole-number ratios are supported."
            );
        }
    }
}
