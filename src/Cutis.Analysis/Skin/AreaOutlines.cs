using System.Collections.Immutable;
using Cutis.Analysis.Planes;
using Cutis.Masks.Geometry;
using Cutis.Masks.Results;

namespace Cutis.Analysis.Skin;

/// <summary>The outlines of facial areas as people see them: round, and only where skin is.</summary>
internal static class AreaOutlines
{
    // In millimetres.
    private const double Step = .7;
    private const double Softness = 1;
    private const double Tolerance = .15;
    private const double MinArea = 15;

    // Below this resolution the network does not know what is skin.
    private const double MinUnit = .6;
    private const int Rounds = 3;

    /// <summary>The islands of an area, largest first; none where no skin is visible.</summary>
    public static ImmutableArray<Shape> Of(SkinFrame frame, string area)
    {
        var outline = Round(frame.Outline(area));
        if (frame.Unit < MinUnit)
            return
            [
                new PolygonShape([
                    [.. outline],
                ]),
            ];
        var step = Math.Max(1, (int)(Step * frame.Unit));
        var pixels = PixelMask.Fill(frame.Width, frame.Height, outline).And(frame.Skin.Likely).Shrunk(step);
        var soft = Blur.BlurMask(frame.Work, pixels, Softness * frame.Unit / step);
        return Islands.Trace(soft, .5, step, Tolerance * frame.Unit, MinArea * frame.Unit * frame.Unit);
    }

    // Corners cut off at a quarter of each side, a few times over (Chaikin 1974).
    private static Vec[] Round(Vec[] ring)
    {
        for (var round = 0; round < Rounds; round++)
        {
            var next = new Vec[2 * ring.Length];
            for (var i = 0; i < ring.Length; i++)
            {
                var (from, to) = (ring[i], ring[(i + 1) % ring.Length]);
                (next[2 * i], next[(2 * i) + 1]) = (from + ((to - from) * .25), from + ((to - from) * .75));
            }

            ring = next;
        }

        return ring;
    }
}
