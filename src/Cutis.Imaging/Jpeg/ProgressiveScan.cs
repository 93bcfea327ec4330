namespace Cutis.Imaging.Jpeg;

/// <summary>Decodes a scan of a progressive frame (T.81, Annex G) into the coefficients of its components.</summary>
internal static class ProgressiveScan
{
    /// <returns>Where the data after the scan begins.</returns>
    public static int Decode(JpegFrame frame, Scan scan, ReadOnlySpan<byte> data, int position)
    {
        var isDc = scan.First == 0;
        foreach (var part in scan.Components)
        {
            var table = isDc ? part.Dc : part.Ac;
            if (table is null && !(isDc && scan.High > 0))
                throw PhotoException.Damaged("A scan of the JPEG names a Huffman table that was not defined.");
            if (part.Component.Coefficients.Length > 0) continue;
            // A block takes a DC code at least, and DC comes first.
            if (!isDc) throw PhotoException.Damaged("The JPEG refines a component before it has begun it.");
            part.Component.CheckFits(data.Length - position, 1);
            part.Component.AllocateCoefficients();
        }

        var reader = new BitReader(data, position);
        var (wide, high) = scan.Mcus(frame);
        Span<int> predictor = stackalloc int[scan.Components.Length];
        var endOfBand = 0;
        var mcu = 0;
        for (var row = 0; row < high; row++)
        {
            for (var column = 0; column < wide; column++, mcu++)
            {
                if (scan.RestartInterval > 0 && mcu > 0 && mcu % scan.RestartInterval == 0)
                {
                    reader.Restart((mcu / scan.RestartInterval) - 1);
                    predictor.Clear();
                    endOfBand = 0;
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
                            if (isDc) DecodeDc(ref reader, scan, part, ref predictor[i], block);
                            else if (scan.High == 0) FirstAc(ref reader, scan, part.Ac!, ref endOfBand, block);
                            else RefineAc(ref reader, scan, part.Ac!, ref endOfBand, block);
                        }
                    }
                }

                reader.CheckNotExhausted();
            }
        }

        return reader.Position;
    }

    private static void DecodeDc(ref BitReader reader, Scan scan, ScanComponent part, ref int predictor, Span<short> block)
    {
        if (scan.High > 0)
        {
            block[0] |= (short)(reader.ReadBits(1) << scan.Low);
            return;
        }

        var size = reader.DecodeSymbol(part.Dc!);
        if (size > 15) throw PhotoException.Damaged("The JPEG holds a DC difference of more than 15 bits.");
        predictor = (short)(predictor + reader.ReadSigned(size));
        block[0] = (short)(predictor << scan.Low);
    }

    private static void FirstAc(ref BitReader reader, Scan scan, HuffmanTable table, ref int endOfBand, Span<short> block)
    {
        if (endOfBand > 0)
        {
            endOfBand--;
            return;
        }

        for (var k = scan.First; k <= scan.Last; k++)
        {
            var symbol = reader.DecodeSymbol(table);
            var (run, bits) = (symbol >> 4, symbol & 15);
            if (bits > 0)
            {
                k += run;
                if (k > 63) throw PhotoException.Damaged("A block of the JPEG has more than 64 coefficients.");
                block[k] = (short)(reader.ReadSigned(bits) << scan.Low);
            }
            else if (run == 15)
            {
                k += 15;
            }
            else
            {
                endOfBand = (1 << run) - 1 + reader.ReadBits(run);
                return;
            }
        }
    }

    private static void RefineAc(ref BitReader reader, Scan scan, HuffmanTable table, ref int endOfBand, Span<short> block)
    {
        var k = scan.First;
        if (endOfBand == 0)
        {
            for (; k <= scan.Last; k++)
            {
                var symbol = reader.DecodeSymbol(table);
                var (run, bits) = (symbol >> 4, symbol & 15);
                var value = 0;
                if (bits > 0)
                {
                    value = reader.ReadBits(1) == 1 ? 1 << scan.Low : -(1 << scan.Low);
                }
                else if (run < 15)
                {
                    endOfBand = (1 << run) + reader.ReadBits(run);
                    break;
                }

                k = SkipZeros(ref reader, scan, block, k, run);
                if (value != 0 && k <= scan.Last) block[k] = (short)value;
            }
        }

        if (endOfBand == 0) return;
        SkipZeros(ref reader, scan, block, k, 64);
        endOfBand--;
    }

    // Refines the coefficients already known until `run` zeros have passed; answers where the next zero is.
    private static int SkipZeros(ref BitReader reader, Scan scan, Span<short> block, int k, int run)
    {
        for (; k <= scan.Last; k++)
        {
            ref var coefficient = ref block[k];
            if (coefficient == 0)
            {
                if (run-- == 0) break;
            }
            else if (reader.ReadBits(1) == 1 && (coefficient & (1 << scan.Low)) == 0)
            {
                coefficient += (short)(coefficient > 0 ? 1 << scan.Low : -(1 << scan.Low));
            }
        }

        return k;
    }
}
