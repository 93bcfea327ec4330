using Cutis.Analysis.Planes;
using Cutis.Analysis.Skin;

namespace Cutis.Analysis.Algorithms;

/// <summary>
/// The colour of cheeks and nose: individual typology angle, ITA = arctan((L* − 50) / b*) (Chardon et al. 1991), and the nearest tone of
/// the Monk scale. Without a colour reference in the photo it is the colour of skin and light together, so it is flagged as uncalibrated.
/// </summary>
internal sealed class SkinTone : IAlgorithm
{
    private static readonly (double MinAngle, string Name)[] Classes =
    [
        (55, "Very light"),
        (41, "Light"),
        (28, "Intermediate"),
        (10, "Tan"),
        (-30, "Brown"),
        (double.MinValue, "Dark"),
    ];

    // Monk Skin Tone scale (Monk 2019) in sRGB.
    private static readonly int[] Monk =
    [
        0xf6ede4,
        0xf3e7db,
        0xf7ead0,
        0xeadaba,
        0xd7bd96,
        0xa07e56,
        0x825c43,
        0x604134,
        0x3a312a,
        0x292420,
    ];

    public string TechName => "skin_tone";

    public int Version => 4;

    public AlgorithmStatus Status => AlgorithmStatus.Experimental;

    public Requirements Gate { get; } = new(.6, false, true);

    public IReadOnlyList<string> Areas { get; } = ["face"];

    public Finding Find(SkinFrame frame)
    {
        var sample = frame.SkinOf("right_cheek").Or(frame.SkinOf("left_cheek")).Or(frame.SkinOf("nose"));
        var ranks = Statistics.Compute(frame.L, sample);
        var (low, high) = (ranks.Rank(.3), ranks.Rank(.85));
        for (var i = 0; i < sample.Data.Length; i++)
            if (frame.L.Data[i] < low || frame.L.Data[i] > high)
                sample.Data[i] = 0;
        var (l, a, b) = (
            Statistics.Compute(frame.L, sample).Median,
            Statistics.Compute(frame.A, sample).Median,
            Statistics.Compute(frame.B, sample).Median
        );
        var angle = Math.Atan2(l - 50, b) * 180 / Math.PI;
        return new Finding(
            [
                new AreaFinding(
                    "face",
                    Measure.Class("skintone_class", "Skin tone", Classes.First(c => angle > c.MinAngle).Name),
                    [
                        Measure.Raw("ita", "Individual typology angle", angle, "degrees"),
                        Measure.Class("monk_tone", "Nearest tone of the Monk scale", $"Monk {Nearest(l, a, b)}"),
                        Measure.Raw("lightness", "L*", l),
                        Measure.Raw("red_green", "a*", a),
                        Measure.Raw("yellow_blue", "b*", b),
                        new Measure("calibrated", "Measured against a colour reference", "category", 0),
                    ]
                ),
            ],
            null
        );
    }

    private static int Nearest(float l, float a, float b)
    {
        double Distance(int rgb)
        {
            var (ml, ma, mb) = SkinColour.Lab((byte)(rgb >> 16), (byte)(rgb >> 8), (byte)rgb);
            return ((ml - l) * (ml - l)) + ((ma - a) * (ma - a)) + ((mb - b) * (mb - b));
        }

        return 1 + Array.IndexOf(Monk, Monk.MinBy(Distance));
    }
}
