using Cutis.Imaging.Core;

namespace Cutis.Imaging.Jpeg;

/// <summary>Decodes the blocks of a progressive scan, MCU by MCU (T.81, A.2), into the coefficients of its components.</summary>
internal static class ProgressiveScan
{
    /// <summary>Decodes a scan.</summary>
    /// <param name="frame">The frame that the scan belongs to.</param>
    /// <param name="scan">The scan's header.</param>
    /// <param name="data">The whole file.</param>
    /// <param name="position">Offset at which the entropy-coded data begins.</param>
    /// <param name="stop">Cancels the work within milliseconds.</param>
    /// <returns>The offset after the scan's data.</returns>
    /// <exception cref="PhotoException">The scan is damaged.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static int Decode(JpegFrame frame, Scan scan, ReadOnlySpan<byte> data, int position, CancellationToken stop)
    {
        foreach (var part in scan.Components)
            Prepare(scan, part, data.Length - position);
        var reader = new BitReader(data, position);
        var (wide, high) = scan.Mcus(frame);
        Span<int> predictors = stackalloc int[scan.Components.Length];
        predictors.Clear();
        var endOfBand = 0;
        var (restarts, toRestart) = (0, scan.RestartInterval > 0 ? scan.RestartInterval : int.MaxValue);
        for (var row = 0; row < high; row++)
        {
            for (var column = 0; column < wide; )
            {
                if (toRestart == 0)
                {
                    reader.Restart(restarts++);
                    predictors.Clear();
                    (endOfBand, toRestart) = (0, scan.RestartInterval);
                }

                // A run of MCUs between two checks for cancellation, which then cost next to nothing.
                var run = Math.Min(Math.Min(wide - column, toRestart), Scan.McusPerStopCheck);
                stop.ThrowIfCancellationRequested();
                DecodeRun(ref reader, scan, row, column, run, predictors, ref endOfBand);
                column += run;
                toRestart -= run;
            }
        }

        return reader.Position;
    }

    private static void DecodeRun(
        ref BitReader reader,
        Scan scan,
        int row,
        int first,
        int count,
        scoped Span<int> predictors,
        scoped ref int endOfBand
    )
    {
        for (var column = first; column < first + count; column++)
        {
            // Blocks without a coefficient in this band are skipped until a refining scan.
            if (endOfBand > 0 && scan.High == 0)
            {
                var skipped = Math.Min(endOfBand, first + count - column);
                endOfBand -= skipped;
                column += skipped - 1;
                continue;
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
                        ProgressiveBlock.Decode(ref reader, scan, part, ref predictors[i], ref endOfBand, block);
                    }
                }
            }

            reader.CheckNotExhausted();
        }
    }

    // Checks that a component has what it needs, and allocates its memory in its first scan.
    private static void Prepare(Scan scan, ScanComponent part, int bytesLeft)
    {
        var isDc = scan.First == 0;
        if ((isDc && scan.High == 0 && part.Dc is null) || (!isDc && part.Ac is null))
            throw PhotoException.Damaged("A scan of the JPEG names a Huffman table that was not defined.");
        if (part.Component.Coefficients.Length > 0)
            return;
        if (!isDc)
            throw PhotoException.Damaged("The JPEG refines a component before it has begun it.");
        // A block takes at least a DC code.
        part.Component.CheckFits(bytesLeft, 1);
        part.Component.AllocateCoefficients(zero: true);
    }
}
