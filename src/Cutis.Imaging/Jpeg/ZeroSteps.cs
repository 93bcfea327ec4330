namespace Cutis.Imaging.Jpeg;

/// <summary>
/// Makes quantisation steps of zero legal (ITU-T T.81, B.2.4.1 forbids them; some encoders write them at very low qualities).
/// </summary>
/// <remarks>
/// Decoders multiply: whatever such a step belongs to is zero. So the coefficients become that and the step 1, which changes no
/// sample, and lets a mask be coded there.
/// </remarks>
internal static class ZeroSteps
{
    /// <summary>
    /// Mends all components; true when there was something to mend, so that the bits in the file are no longer those of the picture.
    /// </summary>
    /// <exception cref="OperationCanceledException">The work was ended.</exception>
    public static bool Remove(JpegFrame frame, CancellationToken stop)
    {
        // Components that shared a table go on sharing one.
        var mended = new Dictionary<ushort[], ushort[]>(ReferenceEqualityComparer.Instance);
        foreach (var component in frame.Components)
        {
            var steps = component.Quantiser!;
            if (!steps.Contains((ushort)0))
                continue;
            ClearCoefficients(component, stop);
            if (!mended.TryGetValue(steps, out var others))
                mended[steps] = others = Array.ConvertAll(steps, step => Math.Max(step, (ushort)1));
            component.Quantiser = others;
        }

        return mended.Count > 0;
    }

    private static void ClearCoefficients(JpegComponent component, CancellationToken stop)
    {
        var places = Enumerable.Range(0, 64).Where(k => component.Quantiser![Zigzag.ToNatural[k]] == 0).ToArray();
        for (var row = 0; row < component.BlocksHigh; row++)
        {
            stop.ThrowIfCancellationRequested();
            for (var column = 0; column < component.BlocksWide; column++)
            {
                var block = component.Block(row, column);
                foreach (var k in places)
                    block[k] = 0;
            }
        }
    }
}
