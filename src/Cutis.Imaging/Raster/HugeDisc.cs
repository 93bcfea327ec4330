using System.Runtime.InteropServices;
using Cutis.Masks.Geometry;
using Cutis.Masks.Scenes;

namespace Cutis.Imaging.Raster;

/// <summary>Discs many times larger than the picture. The boundary is followed finely near the picture and coarsely elsewhere.</summary>
internal sealed class HugeDisc(int width, int height)
{
    private const double MaxSagitta = 1 / 64.0;
    private const double Margin = 4;

    // After this many bisections neighbouring points are as close as double precision allows.
    private const int MaxHalvings = 48;
    private readonly List<Vec> _ring = [];

    /// <summary>Whether the disc covers the whole picture.</summary>
    public bool Covers(Disc disc)
    {
        var x = Math.Max(Math.Abs(disc.Centre.X + Margin), Math.Abs(width + Margin - disc.Centre.X)) / disc.RadiusX;
        var y = Math.Max(Math.Abs(disc.Centre.Y + Margin), Math.Abs(height + Margin - disc.Centre.Y)) / disc.RadiusY;
        return (x * x) + (y * y) < 1;
    }

    /// <summary>Its boundary; valid until the next call.</summary>
    public ReadOnlySpan<Vec> Ring(Disc disc)
    {
        _ring.Clear();
        ReadOnlySpan<Vec> quarters = [new(1, 0), new(0, 1), new(-1, 0), new(0, -1)];
        for (var i = 0; i < 4; i++)
        {
            _ring.Add(At(disc, quarters[i]));
            Halve(disc, quarters[i], quarters[(i + 1) & 3], MaxHalvings);
        }

        return CollectionsMarshal.AsSpan(_ring);
    }

    private static Vec At(Disc disc, Vec unit) => new(disc.Centre.X + (unit.X * disc.RadiusX), disc.Centre.Y + (unit.Y * disc.RadiusY));

    private void Halve(Disc disc, Vec u, Vec v, int left)
    {
        // An arc of at most a quarter lies within the bounding box of its ends.
        var (a, b) = (At(disc, u), At(disc, v));
        if (Math.Max(a.X, b.X) < -Margin || Math.Min(a.X, b.X) > width + Margin)
            return;
        if (Math.Max(a.Y, b.Y) < -Margin || Math.Min(a.Y, b.Y) > height + Margin)
            return;
        var sum = u + v;
        var middle = sum * (1 / sum.Length);
        var top = At(disc, middle);
        if (left == 0 || (top - ((a + b) * 0.5)).Length <= MaxSagitta)
            return;
        Halve(disc, u, middle, left - 1);
        _ring.Add(top);
        Halve(disc, middle, v, left - 1);
    }
}
