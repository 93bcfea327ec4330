using System.Collections.Immutable;
using Cutis.Analysis.Planes;
using Cutis.Analysis.Skin;
using Cutis.Masks.Geometry;
using Cutis.Masks.Results;

namespace Cutis.Analysis.Algorithms;

/// <summary>Converts a plane of intensities, 0..1, into nested levels whose intensities add up.</summary>
internal static class HeatLevels
{
    private static readonly (double Level, double Adds)[] Levels = [(.15, .25), (.35, .2), (.55, .2), (.75, .2)];
    private const double MinArea = 1.5;
    private const double Tolerance = .15;
    private const float FullAt = .35f;

    /// <summary>Lets heat fade out towards the edge of where it was measured, so that its outlines are round and stay within.</summary>
    /// <param name="work">Threads and planes.</param>
    /// <param name="heat">The intensities, which are changed.</param>
    /// <param name="where">Where they were measured.</param>
    /// <param name="width">How softly, in pixels.</param>
    public static void Fade(Work work, Plane heat, PixelMask where, double width)
    {
        // A blurred mask is ½ at a straight edge, and less at corners.
        var soft = Blur.BlurMask(work, where, width);
        for (var i = 0; i < heat.Data.Length; i++)
            heat.Data[i] *= Math.Clamp((soft.Data[i] - .5f) / FullAt, 0, 1);
        work.Free(soft);
    }

    public static ImmutableArray<Feature> Create(SkinFrame frame, Plane heat)
    {
        // Intensities are smooth: one sample every 0.4 mm is enough.
        var factor = Math.Max(1, (int)(.4 * frame.Unit));
        var small = Blur.Shrunk(frame.Work, heat, factor);
        var features = ImmutableArray.CreateBuilder<Feature>();
        foreach (var (level, adds) in Levels)
        {
            var islands = Islands.Trace(small, level, factor, Tolerance * frame.Unit, MinArea * frame.Unit * frame.Unit);
            if (!islands.IsEmpty)
                features.Add(new Feature(islands, adds));
        }

        return features.DrainToImmutable();
    }
}
