using System;
using Cutis.Analysis.Planes;
using Cutis.Analysis.Skin;
using Cutis.Masks.Geometry;

namespace Cutis.Analysis.Lines;

/// <summary>Traces lines in the network's map: hysteresis, thinning, linking, and places between the pixels.</summary>
internal static class LineTracer
{
    // The map is traced at this many times its resolution, so that lines close to one another stay apart.
    private const int Finer = 3;
    private const float Sure = .95f;
    private const float Perhaps = .5f;

    // In millimetres: how much of a line must be sure and how wide that is, its shortest piece, and how far its points are averaged.
    private const double MinSure = 5;
    private const double SureWidth = 1.5;
    private const double MinPiece = .8;
    private const double SmoothReach = .8;

    /// <summary>Lines in pixels of the restored image.</summary>
    public static List<List<Vec>> Trace(SkinFrame frame)
    {
        var (map, toRestored) = frame.FindOnce(LineChances.Compute);
        var fine = Blur.Gaussian(frame.Work, Blur.Grown(frame.Work, map, map.Width * Finer, map.Height * Finer, Finer), .4 * Finer);
        // Millimetres per pixel of the finer map.
        var size = toRestored.Scale / Finer / frame.Unit;
        var bands = new PixelMask(fine.Width, fine.Height);
        for (var i = 0; i < bands.Data.Length; i++)
            bands.Data[i] = (byte)(fine.Data[i] > Perhaps ? 1 : 0);
        foreach (var component in Components.Label(bands))
        {
            if (component.Count(i => fine.Data[i] > Sure) * size * size >= MinSure * SureWidth)
                continue;
            foreach (var i in component)
                bands.Data[i] = 0;
        }

        var lines = LineLinker.Join(Thinning.Lines(bands, MinPiece / size), 1 / size);
        frame.Work.Free(fine);
        return lines.ConvertAll(line => Smooth(line, SmoothReach / size).ConvertAll(p => toRestored.Map(p * (1.0 / Finer))));
    }

    /// <summary>A line without the steps of its pixels: a running mean along it; its ends stay.</summary>
    /// <param name="line">Points one pixel apart.</param>
    /// <param name="reach">How many pixels on either side count.</param>
    public static List<Vec> Smooth(List<Vec> line, double reach)
    {
        var smooth = new List<Vec>(line.Count);
        for (var i = 0; i < line.Count; i++)
        {
            var half = Math.Min((int)Math.Round(reach), Math.Min(i, line.Count - 1 - i));
            var sum = default(Vec);
            for (var k = i - half; k <= i + half; k++)
                sum += line[k];
            smooth.Add(sum * (1.0 / ((2 * half) + 1)));
        }

        return smooth;
    }
}
