using Cutis.Imaging.Core;

namespace Cutis.Imaging.Jpeg;

/// <summary>Makes JPEGs from pixels or from other JPEGs with another quantisation.</summary>
internal static class JpegBuilder
{
    /// <summary>Quality of a JPEG that is made from another format, unless one is requested.</summary>
    public const int DefaultQuality = 90;

    // T.81, tables K.1 and K.2, in natural order.
    private static ReadOnlySpan<byte> LumaSteps =>
        [
            16,
            11,
            10,
            16,
            24,
            40,
            51,
            61,
            12,
            12,
            14,
            19,
            26,
            58,
            60,
            55,
            14,
            13,
            16,
            24,
            40,
            57,
            69,
            56,
            14,
            17,
            22,
            29,
            51,
            87,
            80,
            62,
            18,
            22,
            37,
            56,
            68,
            109,
            103,
            77,
            24,
            35,
            55,
            64,
            81,
            104,
            113,
            92,
            49,
            64,
            78,
            87,
            103,
            121,
            120,
            101,
            72,
            92,
            95,
            98,
            112,
            100,
            103,
            99,
        ];

    private static ReadOnlySpan<byte> ChromaSteps =>
        [
            17,
            18,
            24,
            47,
            99,
            99,
            99,
            99,
            18,
            21,
            26,
            66,
            99,
            99,
            99,
            99,
            24,
            26,
            56,
            99,
            99,
            99,
            99,
            99,
            47,
            66,
            99,
            99,
            99,
            99,
            99,
            99,
            99,
            99,
            99,
            99,
            99,
            99,
            99,
            99,
            99,
            99,
            99,
            99,
            99,
            99,
            99,
            99,
            99,
            99,
            99,
            99,
            99,
            99,
            99,
            99,
            99,
            99,
            99,
            99,
            99,
            99,
            99,
            99,
        ];

    /// <summary>Luma and chroma quantisation tables for a quality of 1..100 on libjpeg's scale.</summary>
    public static (ushort[] Luma, ushort[] Chroma) Tables(int quality) => (Table(LumaSteps, quality), Table(ChromaSteps, quality));

    /// <summary>Makes a JPEG from pixels without alpha.</summary>
    /// <param name="pixels">The pixels.</param>
    /// <param name="tables">Quantisation steps for luma and chroma.</param>
    /// <param name="halfChroma">True for 4:2:0, false for 4:4:4.</param>
    /// <param name="profile">A colour profile to embed, or null.</param>
    /// <param name="stop">Cancels the work.</param>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static JpegImage FromPixels(
        Pixels pixels,
        (ushort[] Luma, ushort[] Chroma) tables,
        bool halfChroma,
        byte[]? profile,
        CancellationToken stop = default
    )
    {
        var factor = halfChroma ? 2 : 1;
        JpegComponent[] components =
        [
            new(1, factor, factor, 0) { Quantiser = tables.Luma },
            new(2, 1, 1, 1) { Quantiser = tables.Chroma },
            new(3, 1, 1, 1) { Quantiser = tables.Chroma },
        ];
        var frame = new JpegFrame(pixels.Width, pixels.Height, progressive: false, components);
        var reciprocals = ForwardDct.Reciprocals(frame);
        for (var i = 0; i < 3; i++)
        {
            var c = components[i];
            var samples = Samples(pixels, c, frame, i, stop);
            c.AllocateCoefficients(zero: false);
            for (var row = 0; row < c.BlocksHigh; row++)
            {
                stop.ThrowIfCancellationRequested();
                for (var column = 0; column < c.BlocksWide; column++)
                    ForwardDct.ToCoefficients(
                        samples.AsSpan((row * 8 * c.Stride) + (column * 8)),
                        c.Stride,
                        reciprocals[i],
                        c.Block(row, column)
                    );
            }
        }

        return new JpegImage
        {
            Frame = frame,
            Colour = ColourModel.YCbCr,
            HasAdobe = false,
            Jfif = JpegImage.PlainJfif,
            IccSegments = IccProfile.ToJpeg(profile),
        };
    }

    /// <summary>The same picture with other quantisation steps; every coefficient is rounded once.</summary>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static JpegImage Requantised(JpegImage image, int quality, CancellationToken stop)
    {
        var (luma, chroma) = Tables(quality);
        var components = image.Frame.Components.Select(
            (c, i) =>
            {
                var other = new JpegComponent(c.Id, c.H, c.V, c.QuantiserSlot)
                {
                    Quantiser = i == 0 || image.Colour == ColourModel.Rgb ? luma : chroma,
                };
                other.Coefficients = Requantised(c.Coefficients, c.Quantiser!, other.Quantiser, stop);
                return other;
            }
        );
        return new JpegImage
        {
            Frame = new JpegFrame(image.Frame.Width, image.Frame.Height, progressive: false, [.. components]),
            Colour = image.Colour,
            HasAdobe = image.HasAdobe,
            Orientation = image.Orientation,
            IccSegments = image.IccSegments,
            Jfif = image.Jfif,
            HasLostProfile = image.HasLostProfile,
        };
    }

    private static ushort[] Table(ReadOnlySpan<byte> steps, int quality)
    {
        var scale = quality < 50 ? 5000 / quality : 200 - (2 * quality);
        var table = new ushort[64];
        for (var i = 0; i < 64; i++)
            table[i] = (ushort)Math.Clamp(((steps[i] * scale) + 50) / 100, 1, 255);
        return table;
    }

    private static Coefficients Requantised(Coefficients coefficients, ushort[] steps, ushort[] others, CancellationToken stop)
    {
        var factors = new float[64];
        for (var k = 0; k < 64; k++)
            factors[k] = (float)steps[Zigzag.ToNatural[k]] / others[Zigzag.ToNatural[k]];
        var requantised = new Coefficients(coefficients.Length / 64, zero: false);
        var from = coefficients.AsSpan();
        var to = requantised.AsSpan();
        for (var i = 0; i < from.Length; i++)
        {
            if ((i & 0xFFFF) == 0)
                stop.ThrowIfCancellationRequested();
            var value = from[i] * factors[i & 63];
            to[i] = (short)Math.Clamp((int)(value + (value < 0 ? -0.5f : 0.5f)), (i & 63) == 0 ? -1024 : -1023, 1023);
        }

        return requantised;
    }

    // The samples of one component: each is the mean of its pixels; beyond the picture its last row and column are repeated.
    private static byte[] Samples(Pixels pixels, JpegComponent c, JpegFrame frame, int channel, CancellationToken stop)
    {
        var (across, down) = (frame.MaxH / c.H, frame.MaxV / c.V);
        var samples = new byte[c.Stride * c.BlocksHigh * 8];
        for (var y = 0; y < c.BlocksHigh * 8; y++)
        {
            stop.ThrowIfCancellationRequested();
            for (var x = 0; x < c.Stride; x++)
            {
                var sum = 0.0;
                for (var k = 0; k < across * down; k++)
                {
                    var (px, py) = (
                        Math.Min((x * across) + (k % across), pixels.Width - 1),
                        Math.Min((y * down) + (k / across), pixels.Height - 1)
                    );
                    var at = ((py * pixels.Width) + px) * 3;
                    sum += Paint.YCbCr(channel, pixels.Data[at], pixels.Data[at + 1], pixels.Data[at + 2]);
                }

                samples[(y * c.Stride) + x] = (byte)Math.Clamp(Math.Round(sum / (across * down)), 0, 255);
            }
        }

        return samples;
    }
}
