using Cutis.Analysis.Planes;

namespace Cutis.Analysis.Skin;

/// <summary>Tells what is in front of a face from where its pixels lie.</summary>
internal static class FrontThings
{
    // Shares of the area around an eye: a thin frame covers a tenth of it, flecks at lashes and brows a hundredth. On a turned head less of
    // the frame lies before the far side.
    private const double MinFrame = .05;
    private const double MinFarFrame = .015;

    /// <summary>Whether something lies around both eyes.</summary>
    public static bool AreGlasses(SkinFrame frame)
    {
        var (right, left) = Shares(frame);
        return Math.Max(right, left) > MinFrame && Math.Min(right, left) > MinFarFrame;
    }

    /// <summary>Which share of the area around each eye something covers.</summary>
    public static (double Right, double Left) Shares(SkinFrame frame)
    {
        var step = Math.Max(1, (int)(.7 * frame.Unit));
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
}
