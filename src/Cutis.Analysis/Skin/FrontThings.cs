using Cutis.Analysis.Planes;
using Cutis.Masks.Geometry;

namespace Cutis.Analysis.Skin;

/// <summary>
/// Tells what is in front of a face, or on the head, from where the pixels of its class lie. Each is said only where it is beyond doubt:
/// docs/analysis.md has how many are found.
/// </summary>
internal static class FrontThings
{
    // Shares of the area around an eye: a thin frame covers a tenth of it, flecks at lashes and brows a hundredth. On a turned head less of
    // the frame lies before the far side.
    private const double MinFrame = .05;
    private const double MinFarFrame = .015;

    // The zone of the crown, in heights of the face above the mesh, which ends in the middle of the forehead. A bare head has hair or skin
    // there; hats, hoods and scarfs are cloth like any other, which is background. At most a quarter of a bare head's zone was.
    private const double CrownFrom = .22;
    private const double CrownTo = .12;
    private const double MinCloth = .35;

    // Square millimetres of something that has the colour of this face and is no thin rim. Glasses reach 200, hands 450 and more.
    private const double MinHand = 300;
    private const double Rim = 2.5;
    private const float MaxLightness = 30;
    private const float MaxTint = 10;

    private const int TempleRight = 103;
    private const int TempleLeft = 332;

    /// <summary>Whether something lies around both eyes.</summary>
    public static bool AreGlasses(SkinFrame frame)
    {
        var (right, left) = Shares(frame);
        return Math.Max(right, left) > MinFrame && Math.Min(right, left) > MinFarFrame;
    }

    /// <summary>Which share of the area around each eye something covers.</summary>
    public static (double Right, double Left) Shares(SkinFrame frame)
    {
        var step = Step(frame);
        var lead = frame.Classes.Lead(FaceClass.Object, frame, step);
        var shares = (Share(frame.Area("right_eye_area_outer")), Share(frame.Area("left_eye_area_outer")));
        frame.Work.Free(lead);
        return shares;

        double Share(PixelMask area)
        {
            var (small, covered) = (area.Shrunk(step), 0);
            for (var i = 0; i < small.Data.Length; i++)
                if (small.Data[i] != 0 && lead.Data[i] > 0)
                    covered++;
            return (double)covered / Math.Max(1, small.Count);
        }
    }

    /// <summary>Whether a hand is before the face or at it: a thing of the face's own colour. A grey photo does not tell.</summary>
    public static bool IsHand(SkinFrame frame)
    {
        var (step, skin) = (Step(frame), frame.Skin.Likely);
        var lead = frame.Classes.Lead(FaceClass.Object, frame, step);
        var like = new PixelMask(lead.Width, lead.Height);
        var (light, red, yellow) = (Median(frame.L), Median(frame.A), Median(frame.B));
        for (var y = 0; y < like.Height; y++)
        {
            for (var x = 0; x < like.Width; x++)
            {
                var (u, v) = (Math.Min(frame.Width - 1, (x * step) + (step / 2)), Math.Min(frame.Height - 1, (y * step) + (step / 2)));
                var at = (v * frame.Width) + u;
                if (
                    lead.Row(y)[x] > 0
                    && Math.Abs(frame.L.Data[at] - light) < MaxLightness
                    && Math.Abs(frame.A.Data[at] - red) < MaxTint
                    && Math.Abs(frame.B.Data[at] - yellow) < MaxTint
                )
                    like.Data[(y * like.Width) + x] = 1;
            }
        }

        frame.Work.Free(lead);
        var unit = frame.Unit / step;
        return like.Eroded(Rim * unit).Count > MinHand * unit * unit;

        float Median(Plane plane) => Statistics.Compute(plane, skin).Median;
    }

    /// <summary>Whether a hat, a hood or a scarf is on the head. One whose crown is not in the picture cannot be told.</summary>
    public static bool IsHat(SkinFrame frame)
    {
        var step = Step(frame);
        var leads = new[] { FaceClass.Background, FaceClass.Object }.Select(of => frame.Classes.Lead(of, frame, step)).ToArray();
        var top = frame.Points[10].Y;
        var height = frame.Points[152].Y - top;
        var (all, seen, cloth) = (0, 0, 0);
        for (var y = top - (CrownFrom * height); y < top - (CrownTo * height); y += step)
        {
            for (var x = frame.Points[TempleRight].X; x < frame.Points[TempleLeft].X; x += step)
            {
                all++;
                if (
                    x < 0
                    || y < 0
                    || x >= frame.Width
                    || y >= frame.Height
                    || !frame.IsInPhoto(frame.Restored.ToOriginal.Map(new Vec(x, y)))
                )
                    continue;
                seen++;
                if (leads.Any(lead => lead.Row((int)y / step)[(int)x / step] > 0))
                    cloth++;
            }
        }

        frame.Work.Free(leads);
        return seen > all / 2 && cloth > MinCloth * seen;
    }

    private static int Step(SkinFrame frame) => Math.Max(1, (int)(.7 * frame.Unit));
}
