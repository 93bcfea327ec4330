namespace Cutis.Imaging.Jpeg;

/// <summary>Decodes a sequential scan (T.81, F.2) into the coefficients of its components.</summary>
internal static class BaselineScan
{
    /// <returns>Where the data after the scan begins.</returns>
    public static int Decode(JpegFrame frame, Scan scan, ReadOnlySpan<byte> data, int position)
    {
        foreach (var part in scan.Components)
        {
            if (part.Dc is null || part.Ac is null) throw PhotoException.Damaged("A scan of the JPEG names a Huffman table that was not defined.");
            if (part.Component.Coefficients.Length > 0) throw PhotoException.Damaged("Two scans of the JPEG hold the same component.");
            // A block takes a DC and an AC code at least.
            part.Component.CheckFits(data.Length - position, 2);
            part.Component.AllocateCoefficients();
        }

        var reader = new BitReader(data, position);
        var (wide, high) = scan.Mcus(frame);
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
                            var block = component.Block((row * down) + v, (column * across) + h);
                            DecodeBlock(ref reader, part, ref predictor[i], block);
                        }
                    }
                }

                reader.CheckNotExhausted();
            }
        }

        return reader.Position;
    }

    private static void DecodeBlock(ref BitReader reader, ScanComponent part, scoped ref int predictor, scoped Span<short> block)
    {
        var size = reader.DecodeSymbol(part.Dc!);
        if (size > 15) throw PhotoException.Damaged("The JPEG holds a DC difference of more than 15 bits.");
        predictor = (short)(predictor + reader.ReadSigned(size));
        block[0] = (short)predictor;
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
            block[k] = (short)reader.ReadSigned(bits);
        }
    }
}
