using Cutis.Imaging.Core;

namespace Cutis.Imaging.Jpeg;

/// <summary>Decodes a block of a progressive scan (T.81, Annex G).</summary>
internal static class ProgressiveBlock
{
    /// <summary>
    /// Adds what a scan says about a block to its 64 coefficients in coding order. In a first AC scan, call it only when no end-of-band run
    /// (<paramref name="endOfBand"/>) is left.
    /// </summary>
    public static void Decode(
        ref BitReader reader,
        Scan scan,
        ScanComponent part,
        scoped ref int predictor,
        scoped ref int endOfBand,
        scoped Span<short> block
    )
    {
        if (scan.First == 0)
            DecodeDc(ref reader, scan, part, ref predictor, block);
        else if (scan.High == 0)
            FirstAc(ref reader, scan, part.Ac!, ref endOfBand, block);
        else
            RefineAc(ref reader, scan, part.Ac!, ref endOfBand, block);
    }

    private static void DecodeDc(ref BitReader reader, Scan scan, ScanComponent part, scoped ref int predictor, scoped Span<short> block)
    {
        if (scan.High > 0)
        {
            block[0] |= (short)(reader.ReadBits(1) << scan.Low);
            return;
        }

        var size = reader.DecodeSymbol(part.Dc!);
        if (size > 15)
            throw PhotoException.Damaged("The JPEG holds a DC difference of more than 15 bits.");
        predictor = (short)(predictor + reader.ReadSigned(size));
        block[0] = (short)(predictor << scan.Low);
    }

    private static void FirstAc(ref BitReader reader, Scan scan, HuffmanTable table, scoped ref int endOfBand, scoped Span<short> block)
    {
        for (var k = scan.First; k <= scan.Last; k++)
        {
            var symbol = reader.DecodeSymbol(table);
            var (run, bits) = (symbol >> 4, symbol & 15);
            if (bits > 0)
            {
                k += run;
                if (k > 63)
                    throw PhotoException.Damaged("A block of the JPEG has more than 64 coefficients.");
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

    private static void RefineAc(ref BitReader reader, Scan scan, HuffmanTable table, scoped ref int endOfBand, scoped Span<short> block)
    {
        var k = scan.First;
        if (endOfBand > 0 && block[k..(scan.Last + 1)].IndexOfAnyExcept((short)0) < 0)
        {
            endOfBand--;
            return;
        }

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
                if (value != 0 && k <= scan.Last)
                    block[k] = (short)value;
            }
        }

        if (endOfBand == 0)
            return;
        SkipZeros(ref reader, scan, block, k, 64);
        endOfBand--;
    }

    // Refines non-zero coefficients until `run` zero coefficients have passed; returns the index of the next zero.
    private static int SkipZeros(ref BitReader reader, Scan scan, scoped Span<short> block, int k, int run)
    {
        for (; k <= scan.Last; k++)
        {
            ref var coefficient = ref block[k];
            if (coefficient == 0)
            {
                if (run-- == 0)
                    break;
            }
            else if (reader.ReadBits(1) == 1 && (coefficient & (1 << scan.Low)) == 0)
            {
                coefficient += (short)(coefficient > 0 ? 1 << scan.Low : -(1 << scan.Low));
            }
        }

        return k;
    }
}
