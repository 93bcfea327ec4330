namespace Cutis.Server.Commands.Evaluation;

/// <summary>Pixel counts: labelled and found, labelled, found and labelled, found, intersection and union.</summary>
internal readonly record struct PixelCounts(long Hit, long There, long Right, long Found, long Both, long Either)
{
    /// <summary>The share of what is labelled that was found; null where nothing is labelled.</summary>
    public double? Recall => Part(Hit, There);

    /// <summary>The share of what was found that is labelled; null where nothing was found.</summary>
    public double? Precision => Part(Right, Found);

    /// <summary>Intersection over union; null where there is neither.</summary>
    public double? Jaccard => Part(Both, Either);

    public static PixelCounts operator +(PixelCounts a, PixelCounts b) =>
        new(a.Hit + b.Hit, a.There + b.There, a.Right + b.Right, a.Found + b.Found, a.Both + b.Both, a.Either + b.Either);

    /// <summary>Counts the pixels of a zone.</summary>
    /// <param name="truth">What is labelled.</param>
    /// <param name="found">What was found.</param>
    /// <param name="zone">Where it is counted; null for everywhere.</param>
    /// <param name="reach">By how many pixels a place may be off.</param>
    public static PixelCounts Of(Bitmap truth, Bitmap found, bool[]? zone, int reach)
    {
        var (wideTruth, wideFound) = (truth.Grown(reach).Data, found.Grown(reach).Data);
        var counts = default(PixelCounts);
        for (var i = 0; i < truth.Data.Length; i++)
        {
            if (zone is not null && !zone[i])
                continue;
            counts += new PixelCounts(
                truth.Data[i] && wideFound[i] ? 1 : 0,
                truth.Data[i] ? 1 : 0,
                found.Data[i] && wideTruth[i] ? 1 : 0,
                found.Data[i] ? 1 : 0,
                wideTruth[i] && wideFound[i] ? 1 : 0,
                wideTruth[i] || wideFound[i] ? 1 : 0
            );
        }

        return counts;
    }

    private static double? Part(long part, long all) => all == 0 ? null : (double)part / all;
}

/// <summary>Which pixels of a picture are set, row by row.</summary>
internal sealed record Bitmap(int Width, int Height, bool[] Data)
{
    public Bitmap(int width, int height)
        : this(width, height, new bool[width * height]) { }

    public bool IsEmpty => !Data.Contains(true);

    public Bitmap Or(Bitmap other) => this with { Data = [.. Data.Zip(other.Data, (a, b) => a || b)] };

    /// <summary>The bitmap with every pixel grown to a square of 2·reach + 1.</summary>
    public Bitmap Grown(int reach) =>
        reach == 0 ? this : new(Width, Height, Pass(Pass(Data, 1, Width, Height, Width, reach), Width, Height, Width, 1, reach));

    private static bool[] Pass(bool[] from, int step, int length, int lines, int lineStep, int reach)
    {
        var to = new bool[from.Length];
        for (var line = 0; line < lines; line++)
        {
            var last = int.MinValue / 2;
            for (var i = 0; i < length; i++)
            {
                if (from[(line * lineStep) + (i * step)])
                    last = i;
                if (i - last <= reach)
                    to[(line * lineStep) + (i * step)] = true;
            }

            last = int.MaxValue / 2;
            for (var i = length - 1; i >= 0; i--)
            {
                if (from[(line * lineStep) + (i * step)])
                    last = i;
                if (last - i <= reach)
                    to[(line * lineStep) + (i * step)] = true;
            }
        }

        return to;
    }
}
