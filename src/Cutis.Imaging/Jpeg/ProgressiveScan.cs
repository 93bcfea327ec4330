namespace Cutis.Imaging.Jpeg;

/// <summary>Decodes the blocks of a progressive scan, MCU by MCU (T.81, A.2), into the coefficients of its components.</summary>
internal static class ProgressiveScan
{
    /// <returns>Where the data after the scan begins.</returns>
    public static int Decode(JpegFrame frame, Scan scan, ReadOnlySpan<byte> data, int position)
    {
        foreach (var part in scan.Components) Prepare(scan, part, data.Length - position);
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
                    var (across, down) = scan.BlocksPerMcu(part.Component);
                    for (var v = 0; v < down; v++)
                    {
                        for (var h = 0; h < across; h++)
                        {
                            var block = part.Component.Block((row * down) + v, (column * across) + h);
                            ProgressiveBlock.Decode(ref reader, scan, part, ref predictor[i], ref endOfBand, block);
                        }
                    }
                }

                reader.CheckNotExhausted();
            }
        }

        return reader.Position;
    }

    // Checks what a component needs, and takes memory for it when this is its first scan.
    private static void Prepare(Scan scan, ScanComponent part, int bytesLeft)
    {
        var isDc = scan.First == 0;
        if ((isDc && scan.High == 0 && part.Dc is null) || (!isDc && part.Ac is null))
            throw PhotoException.Damaged("A scan of the JPEG names a Huffman table that was not defined.");
        if (part.Component.Coefficients.Length > 0) return;
        if (!isDc) throw PhotoException.Damaged("The JPEG refines a component before it has begun it.");
        // A block takes a DC code at least.
        part.Component.CheckFits(bytesLeft, 1);
        part.Component.AllocateCoefficients(zero: true);
    }
}
