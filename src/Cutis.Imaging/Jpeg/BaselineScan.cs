namespace Cutis.Imaging.Jpeg;

/// <summary>Decodes a sequential scan (T.81, F.2) straight into samples.</summary>
internal static class BaselineScan
{
    /// <returns>Where the data after the scan begins.</returns>
    public static int Decode(JpegFrame frame, Scan scan, ReadOnlySpan<byte> data, int position)
    {
        foreach (var part in scan.Components)
        {
            if (part.Dc is null || part.Ac is null) throw PhotoException.Damaged("A scan of the JPEG names a Huffman table that was not defined.");
            if (part.Component.Samples.Length > 0) throw PhotoException.Damaged("Two scans of the JPEG hold the same component.");
            // A block takes a DC and an AC code at least.
            part.Component.CheckFits(data.Length - position, 2);
            part.Component.Samples = new byte[part.Component.Stride * part.Component.BlocksHigh * 8];
        }

        var reader = new BitReader(data, position);
        var (wide, high) = scan.Mcus(frame);
        Span<short> block = stackalloc short[64];
        Span<int> predictor = stackalloc int[scan.Components.Length];
        var mcu = 0;
        for (var row = 0; row < high; row++)
        {
            for (var column = 0; column < wide; column++, mcu++)
            {
                if (scan.RestartInterval > 0 && mcu > 0 && mcu % scan.RestartInterval == 0)
                {
                    reader.Restart((mcu / scan.RestartInterval) - 1);
                    predictor.Clear();
                }

                for (var i = 0; i < scan.Components.Length; i++)
                {
                    var part = scan.Components[i];
                    var component = part.Component;
                    var (across, down) = scan.BlocksPerMcu(component);
                    for (var v = 0; v < down; v++)
                    {
                        for (var h = 0; h < across; h++)
                        {
                            var last = DecodeBlock(ref reader, part, ref predictor[i], block);
                            var at = (((row * down) + v) * 8 * component.Stride) + (((column * across) + h) * 8);
                            InverseDct.ToSamples(block, component.Quantiser, component.Samples.AsSpan(at), component.Stride, last == 0);
                        }
                    }
                }

                reader.CheckNotExhausted();
            }
        }

        return reader.Position;
    }

    // Answers the place, in coding order, of the last coefficient that is not zero.
    private static int DecodeBlock(ref BitReader reader, ScanComponent part, scoped ref int predictor, scoped Span<short> block)
    {
        block.Clear();
        var size = reader.DecodeSymbol(part.Dc!);
        if (size > 15) throw PhotoException.Damaged("The JPEG holds a DC difference of more than 15 bits.");
        predictor = (short)(predictor + reader.ReadSigned(size));
        block[0] = (short)predictor;
        var last = 0;
        for (var k = 1; k < 64; k++)
        {
            var symbol = reader.DecodeSymbol(part.Ac!);
            var bits = symbol & 15;
            if (bits == 0)
            {
                if (symbol != 0xF0) break;
                k += 15;
                continue;
            }

            k += symbol >> 4;
            if (k > 63) throw PhotoException.Damaged("A block of the JPEG has more than 64 coefficients.");
            block[Zigzag.ToNatural[k]] = (short)reader.ReadSigned(bits);
            last = k;
        }

        return last;
    }
}
