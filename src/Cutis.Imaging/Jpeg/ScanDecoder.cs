namespace Cutis.Imaging.Jpeg;

/// <summary>Decodes the blocks of a scan, MCU by MCU (T.81, A.2), into the coefficients of its components.</summary>
internal static class ScanDecoder
{
    /// <returns>Where the data after the scan begins.</returns>
    public static int Decode(JpegFrame frame, Scan scan, ReadOnlySpan<byte> data, int position)
    {
        foreach (var part in scan.Components) Prepare(frame, scan, part, data.Length - position);
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
                            if (frame.Progressive) ProgressiveBlock.Decode(ref reader, scan, part, ref predictor[i], ref endOfBand, block);
                            else BaselineBlock.Decode(ref reader, part, ref predictor[i], block);
                        }
                    }
                }

                reader.CheckNotExhausted();
            }
        }

        return reader.Position;
    }

    // Checks what a component needs, and takes memory for it when this is its first scan.
    private static void Prepare(JpegFrame frame, Scan scan, ScanComponent part, int bytesLeft)
    {
        var isDc = scan.First == 0;
        var needsDc = isDc && scan.High == 0;
        var needsAc = !frame.Progressive || !isDc;
        if ((needsDc && part.Dc is null) || (needsAc && part.Ac is null))
            throw PhotoException.Damaged("A scan of the JPEG names a Huffman table that was not defined.");
        if (part.Component.Coefficients.Length > 0)
        {
            if (frame.Progressive) return;
            throw PhotoException.Damaged("Two scans of the JPEG hold the same component.");
        }

        if (!isDc) throw PhotoException.Damaged("The JPEG refines a component before it has begun it.");
        // A block takes a DC code at least, and in a sequential frame an AC code too.
        part.Component.CheckFits(bytesLeft, frame.Progressive ? 1 : 2);
        part.Component.AllocateCoefficients();
    }
}
