namespace Cutis.Imaging.Jpeg;

/// <summary>Decodes a block of a sequential scan (T.81, F.2.2).</summary>
internal static class BaselineBlock
{
    /// <summary>Decodes into 64 coefficients in coding order, which must be zero.</summary>
    public static void Decode(ref BitReader reader, ScanComponent part, scoped ref int predictor, scoped Span<short> block)
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
