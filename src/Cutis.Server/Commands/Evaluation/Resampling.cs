namespace Cutis.Server.Commands.Evaluation;

/// <summary>
/// A figure with the 95 % interval in which it would lie for other photos of the same kind; null where it cannot be computed.
/// </summary>
internal sealed record Figure(double Value, double? Low, double? High);

/// <summary>
/// Intervals by drawing photos with replacement (the percentile bootstrap, Efron 1979), since photos differ more from one another than
/// pixels do. The same set gives the same intervals.
/// </summary>
internal static class Resampling
{
    private const int Draws = 1000;
    private const int Seed = 20_240_601;

    // The spread of fewer photos says nothing.
    private const int MinPhotos = 3;

    /// <summary>The figure of some photos, with its interval where there are three or more.</summary>
    public static Figure? Of<T>(IReadOnlyList<T> photos, Func<IReadOnlyList<T>, double?> figure)
    {
        if (photos.Count == 0 || figure(photos) is not { } value)
            return null;
        var random = new Random(Seed);
        return WithInterval(value, photos.Count, () => figure(Draw(photos, random)));
    }

    /// <summary>The difference of a figure between two groups, the first minus the second.</summary>
    public static Figure? Difference<T>(IReadOnlyList<T> first, IReadOnlyList<T> second, Func<IReadOnlyList<T>, double?> figure)
    {
        double? Of(IReadOnlyList<T> a, IReadOnlyList<T> b) => figure(a) - figure(b);
        if (first.Count == 0 || second.Count == 0 || Of(first, second) is not { } value)
            return null;
        var random = new Random(Seed);
        return WithInterval(value, Math.Min(first.Count, second.Count), () => Of(Draw(first, random), Draw(second, random)));
    }

    private static Figure WithInterval(double value, int photos, Func<double?> again)
    {
        if (photos < MinPhotos)
            return new Figure(value, null, null);
        double[] values = [.. Enumerable.Range(0, Draws).Select(_ => again()).OfType<double>().Order()];
        return values.Length < Draws / 2
            ? new Figure(value, null, null)
            : new Figure(value, values[(int)(.025 * values.Length)], values[(int)(.975 * values.Length)]);
    }

    private static List<T> Draw<T>(IReadOnlyList<T> photos, Random random)
    {
        var drawn = new List<T>(photos.Count);
        for (var i = 0; i < photos.Count; i++)
            drawn.Add(photos[random.Next(photos.Count)]);
        return drawn;
    }
}
