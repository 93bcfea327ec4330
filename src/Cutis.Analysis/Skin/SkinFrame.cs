using System.Collections.Concurrent;
using Cutis.Analysis.Faces;
using Cutis.Analysis.Planes;
using Cutis.Masks.Geometry;

namespace Cutis.Analysis.Skin;

/// <summary>
/// The input of algorithms: one restored face with its colour planes, areas and skin mask. Each is computed when it is first requested.
/// </summary>
internal sealed class SkinFrame
{
    private readonly Lazy<(Plane L, Plane A, Plane B)> _lab;
    private readonly Lazy<Plane[]> _density;
    private readonly Lazy<DensityPlane> _dark;
    private readonly Lazy<SkinMask> _skin;
    private readonly Lazy<FaceClasses> _classes;
    private readonly ConcurrentDictionary<Delegate, Lazy<object>> _measured = new();
    private readonly Dictionary<string, PixelMask> _areas = new(StringComparer.Ordinal);

    public SkinFrame(RestoredFace restored, Face face, (int Width, int Height) photoSize, Work work)
    {
        (Restored, Face, PhotoSize, Work) = (restored, face, photoSize, work);
        _lab = new(MakeLab);
        _density = new(MakeDensity);
        _dark = new(() => DensityPlane.Compute(this));
        _skin = new(() => SkinMask.Compute(this));
        _classes = new(() => FaceClasses.Compute(restored, work));
    }

    public RestoredFace Restored { get; }

    /// <summary>The face in the whole picture.</summary>
    public Face Face { get; }

    /// <summary>Size of the whole picture in pixels.</summary>
    public (int Width, int Height) PhotoSize { get; }

    public Work Work { get; }

    public int Width => Restored.Picture.Width;

    public int Height => Restored.Picture.Height;

    public IReadOnlyList<Landmark> Points => Restored.Points;

    /// <summary>The share of the landmarks that lie inside the photo.</summary>
    public double ShareInPhoto => (double)Face.Points.Count(p => IsInPhoto(p.Place)) / Face.Points.Count;

    /// <summary>Pixels per millimetre on the face.</summary>
    public double Unit => Restored.PixelsPerMillimetre;

    public Plane L => _lab.Value.L;

    public Plane A => _lab.Value.A;

    public Plane B => _lab.Value.B;

    /// <summary>Optical densities of red, green and blue.</summary>
    public Plane[] Density => _density.Value;

    public DensityPlane Dark => _dark.Value;

    /// <summary>What each pixel shows.</summary>
    public FaceClasses Classes => _classes.Value;

    /// <summary>The skin mask.</summary>
    public SkinMask Skin => _skin.Value;

    /// <summary>What a finder finds on this face, such as its lines or spots; computed on first request and cached.</summary>
    /// <param name="finder">A static method, which is also the key of the cache.</param>
    public T FindOnce<T>(Func<SkinFrame, T> finder)
        where T : class => (T)_measured.GetOrAdd(finder, _ => new Lazy<object>(() => finder(this))).Value;

    /// <summary>The outline of an area in pixels of the restored image.</summary>
    public Vec[] Outline(string area) => Array.ConvertAll(AreaShapes.Areas[area], i => Raised(area, i));

    /// <summary>The pixels of an area.</summary>
    public PixelMask Area(string area)
    {
        lock (_areas)
        {
            if (!_areas.TryGetValue(area, out var mask))
                _areas[area] = mask = PixelMask.Fill(Width, Height, Outline(area));
            return mask;
        }
    }

    /// <summary>The skin within an area.</summary>
    public PixelMask SkinOf(string area) => Skin.Pixels.And(Area(area));

    /// <summary>The share of an area that is skin, 0..1.</summary>
    public double SkinShare(string area) => (double)SkinOf(area).Count / Math.Max(1, Area(area).Count);

    /// <summary>The pixels inside an outline of mesh points, dilated by some millimetres.</summary>
    public PixelMask Grown(int[] outline, double millimetres) =>
        PixelMask.Fill(Width, Height, Array.ConvertAll(outline, i => Points[i].Place)).Dilated(millimetres * Unit);

    /// <summary>Whether a place of the whole picture lies in it.</summary>
    public bool IsInPhoto(Vec p) => p.X >= 0 && p.Y >= 0 && p.X < PhotoSize.Width && p.Y < PhotoSize.Height;

    private Vec Raised(string area, int point)
    {
        var place = Points[point].Place;
        if (area is not ("face" or "forehead" or "forehead_n_bridge"))
            return place;
        if (AreaShapes.Lift.TryGetValue(point, out var part))
        {
            var height = Points[MeshPoints.Top].Place - Points[MeshPoints.Bottom].Place;
            return place + (height * part);
        }

        // The forehead keeps a small distance from the brows.
        return area != "face" && point != 9 && AreaShapes.Areas["forehead"].Contains(point) ? place + new Vec(0, -.6 * Unit) : place;
    }

    private (Plane L, Plane A, Plane B) MakeLab()
    {
        var (l, a, b, data) = (new Plane(Width, Height), new Plane(Width, Height), new Plane(Width, Height), Restored.Picture.Data);
        Work.Rows(
            Height,
            (from, to) =>
            {
                for (var i = from * Width; i < to * Width; i++)
                    (l.Data[i], a.Data[i], b.Data[i]) = SkinColour.Lab(data[3 * i], data[(3 * i) + 1], data[(3 * i) + 2]);
            }
        );
        return (l, a, b);
    }

    private Plane[] MakeDensity()
    {
        var (table, data) = (SkinColour.Density, Restored.Picture.Data);
        return [.. Enumerable.Range(0, 3).Select(c => Plane.Create(Work, Width, Height, i => table[data[(3 * i) + c]]))];
    }
}
