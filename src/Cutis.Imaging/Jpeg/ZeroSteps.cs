namespace Cutis.Imaging.Jpeg;

/// <summary>
/// Replaces quantisation steps of zero (ITU-T T.81, B.2.4.1 forbids them; some encoders write them at very low qualities).
/// </summary>
/// <remarks>
/// Decoders multiply, so that such a coefficient is zero. Setting the coefficient to 0 and the step to 1 changes no sample and allows a
/// mask to be coded there.
/// </remarks>
internal static class ZeroSteps
{
    /// <summary>Replaces the steps of all components; true when any was replaced, so that the bits in the file no longer match.</summary>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static bool Remove(JpegFrame frame, CancellationToken stop)
    {
        // Components that share a table continue to share one.
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
