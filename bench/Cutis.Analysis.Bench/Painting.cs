using System;
using Cutis.Analysis.Faces;
using Cutis.Masks.Geometry;

namespace Cutis.Analysis.Bench;

internal sealed record PaintedLine(List<Vec> Points, double Sigma, double Density);

internal sealed record PaintedSpot(Vec Centre, double Radius, double Density, bool Red);

internal sealed record PaintedPore(Vec Centre, double Sigma, double Density);

/// <summary>
/// Known lines, spots and pores, painted as optical density on a procedural face: what is there is known exactly. Sizes are in
/// millimetres, places in pixels.
/// </summary>
internal sealed class Painting
{
    private static readonly double[] BrownColour = [.4143, .3570, .8372];
    private static readonly double[] RedColour = [.2988, .6838, .6657];
    private static readonly double[] LineColour = [.9, 1, 1];
    private static readonly string[] Places = ["forehead", "right_cheek", "left_cheek", "chin"];

    public List<PaintedLine> Lines { get; } = [];

    public List<PaintedSpot> Spots { get; } = [];

    public List<PaintedPore> Pores { get; } = [];

    /// <summary>Plans what to paint; the same seed gives the same plan.</summary>
    public static Painting Plan(ProceduralFace face, int seed, bool lines = true, bool spots = true, bool pores = true)
    {
        var random = new Random(seed);
        var (painting, unit, taken) = (new Painting(), face.PixelsPerMillimetre, new List<(Vec Place, double Reach)>());
        var outlines = Places.ToDictionary(p => p, p => Outline(face, p), StringComparer.Ordinal);
        bool Fits(Vec place, double reach, string where) =>
            Inside(outlines[where], place)
            && ToEdge(outlines[where], place) > (4 + reach) * unit
            && taken.TrueForAll(t => (t.Place - place).Length > (t.Reach + reach) * unit);
        double Between(double low, double high) => low + ((high - low) * random.NextDouble());
        Vec Somewhere(string where)
        {
            var o = outlines[where];
            return new Vec(Between(o.Min(p => p.X), o.Max(p => p.X)), Between(o.Min(p => p.Y), o.Max(p => p.Y)));
        }

        for (var tries = 0; lines && painting.Lines.Count < 12 && tries < 20_000; tries++)
        {
            var where = Places[tries % 4 == 3 ? random.Next(4) : tries % 3];
            var (length, angle, bend) = (
                Between(10, 28) * unit,
                where == "forehead" ? Between(-.25, .25) : Between(0, Math.PI),
                Between(-.12, .12)
            );
            var (centre, step) = (Somewhere(where), .3 * unit);
            var points = new List<Vec>();
            for (var t = -length / 2; t <= length / 2; t += step)
            {
                var (u, v) = (t, bend * ((length / 4) - (t * t / length)));
                points.Add(centre + new Vec((u * Math.Cos(angle)) - (v * Math.Sin(angle)), (u * Math.Sin(angle)) + (v * Math.Cos(angle))));
            }

            if (!points.TrueForAll(p => Fits(p, .5, where)))
                continue;
            painting.Lines.Add(new PaintedLine(points, Between(.22, .47), Between(.06, .22)));
            taken.AddRange(points.Select(p => (p, 2.5)));
        }

        for (var tries = 0; spots && painting.Spots.Count < 24 && tries < 20_000; tries++)
        {
            var where = Places[random.Next(4)];
            var (red, centre) = (painting.Spots.Count % 2 == 1, Somewhere(where));
            var radius = red ? Between(1.2, 2.8) : Between(.9, 2.7);
            if (!Fits(centre, radius, where))
                continue;
            painting.Spots.Add(new PaintedSpot(centre, radius, Between(.10, .30), red));
            taken.Add((centre, radius + 1.5));
        }

        for (var tries = 0; pores && painting.Pores.Count < 250 && tries < 40_000; tries++)
        {
            var where = Places[random.Next(3)];
            var centre = Somewhere(where);
            if (!Fits(centre, .6, where))
                continue;
            painting.Pores.Add(new PaintedPore(centre, Between(.11, .19), Between(.10, .25)));
            taken.Add((centre, .6));
        }

        return painting;
    }

    /// <summary>
    /// Paints everything, in a picture of <paramref name="size"/> pixels a side, all densities times <paramref name="contrast"/>.
    /// </summary>
    public void Paint(float[] pixels, int size, double unit, double contrast)
    {
        foreach (var line in Lines)
        {
            Around(
                pixels,
                size,
                line.Points,
                4 * line.Sigma * unit,
                LineColour,
                (x, y) =>
                {
                    var (best, along) = (double.MaxValue, 0);
                    for (var i = 0; i < line.Points.Count; i++)
                    {
                        var d = (new Vec(x, y) - line.Points[i]).Length;
                        if (d < best)
                            (best, along) = (d, i);
                    }

                    var end = Math.Min(along, line.Points.Count - 1 - along) * .3;
                    var fade = Math.Min(1, end / 2);
                    return contrast * line.Density * fade * Math.Exp(-best * best / (2 * line.Sigma * unit * line.Sigma * unit));
                }
            );
        }

        foreach (var spot in Spots)
            Disc(pixels, size, spot.Centre, spot.Radius * unit, .125 * unit, spot.Red ? RedColour : BrownColour, contrast * spot.Density);
        foreach (var pore in Pores)
            Around(
                pixels,
                size,
                [pore.Centre],
                4 * pore.Sigma * unit,
                [1, 1, 1],
                (x, y) => contrast * pore.Density * Math.Exp(-Math.Pow((new Vec(x, y) - pore.Centre).Length / (pore.Sigma * unit), 2) / 2)
            );
    }

    /// <summary>Paints a disc with an edge that is as soft as <paramref name="edge"/> says; all in pixels.</summary>
    public static void Disc(float[] pixels, int size, Vec centre, double radius, double edge, double[] colour, double density) =>
        Around(
            pixels,
            size,
            [centre],
            radius + (8 * edge),
            colour,
            (x, y) => density / (1 + Math.Exp(((new Vec(x, y) - centre).Length - radius) / edge))
        );

    private static void Around(
        float[] pixels,
        int size,
        List<Vec> points,
        double reach,
        double[] colour,
        Func<double, double, double> density
    )
    {
        for (var y = (int)Math.Max(0, points.Min(p => p.Y) - reach); y <= Math.Min(size - 1, points.Max(p => p.Y) + reach); y++)
        {
            for (var x = (int)Math.Max(0, points.Min(p => p.X) - reach); x <= Math.Min(size - 1, points.Max(p => p.X) + reach); x++)
            {
                var d = density(x + .5, y + .5);
                if (d < 1e-4)
                    continue;
                for (var c = 0; c < 3; c++)
                {
                    ref var value = ref pixels[(((y * size) + x) * 3) + c];
                    value = Encode(Decode(value) * (float)Math.Exp(-d * colour[c]));
                }
            }
        }
    }

    private static float Decode(float v) => v <= 0.04045f ? v / 12.92f : MathF.Pow((v + .055f) / 1.055f, 2.4f);

    private static float Encode(float v) => v <= 0.0031308f ? v * 12.92f : (1.055f * MathF.Pow(v, 1 / 2.4f)) - .055f;

    private static Vec[] Outline(ProceduralFace face, string area) => Array.ConvertAll(AreaShapes.Areas[area], i => face.Points[i].Place);

    private static bool Inside(Vec[] ring, Vec p)
    {
        var inside = false;
        for (int i = 0, j = ring.Length - 1; i < ring.Length; j = i++)
            if (
                ring[i].Y > p.Y != ring[j].Y > p.Y
                && p.X < ((ring[j].X - ring[i].X) * (p.Y - ring[i].Y) / (ring[j].Y - ring[i].Y)) + ring[i].X
            )
                inside = !inside;
        return inside;
    }

    private static double ToEdge(Vec[] ring, Vec p)
    {
        var best = double.MaxValue;
        for (int i = 0, j = ring.Length - 1; i < ring.Length; j = i++)
            best = Math.Min(best, ProceduralFace.Distance(p, ring[j], ring[i]));
        return best;
    }
}
