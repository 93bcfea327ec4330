using System.Buffers.Binary;
using System.Collections.Immutable;
using Cutis.Masks.Geometry;

namespace Cutis.Masks.Scenes;

/// <summary>Glyph outlines from a TrueType font (ISO/IEC 14496-22): tables cmap (format 4), glyf and hmtx.</summary>
/// <remarks>The only font is DejaVu Sans, reduced to Latin, Greek and Cyrillic letters. It is trusted, not user input.</remarks>
internal sealed class Font
{
    // Number of straight lines per curve.
    private const int StepsOfCurve = 4;
    private readonly byte[] _data;
    private readonly Dictionary<string, int> _tables = [];
    private readonly int _unitsPerEm;
    private readonly bool _isLong;
    private readonly int _advances;

    private Font(byte[] data)
    {
        _data = data;
        for (var i = 0; i < U16(4); i++)
        {
            var at = 12 + (16 * i);
            _tables[System.Text.Encoding.ASCII.GetString(data, at, 4)] = (int)BinaryPrimitives.ReadUInt32BigEndian(data.AsSpan(at + 8));
        }

        _unitsPerEm = U16(_tables["head"] + 18);
        _isLong = U16(_tables["head"] + 50) == 1;
        _advances = U16(_tables["hhea"] + 34);
    }

    /// <summary>DejaVu Sans.</summary>
    public static Font Sans { get; } = Load();

    /// <summary>Width of a text at a font size.</summary>
    public double Width(string text, double size) => text.EnumerateRunes().Sum(rune => Advance(Glyph(rune.Value))) * size / _unitsPerEm;

    /// <summary>The outlines of a text.</summary>
    /// <param name="text">The text; characters that the font lacks appear as boxes.</param>
    /// <param name="x">Left edge of the text.</param>
    /// <param name="baseline">Baseline of the text.</param>
    /// <param name="size">Size of the em square in pixels.</param>
    public ImmutableArray<SceneShape> Shapes(string text, double x, double baseline, double size)
    {
        var shapes = ImmutableArray.CreateBuilder<SceneShape>();
        var scale = size / _unitsPerEm;
        foreach (var rune in text.EnumerateRunes())
        {
            var glyph = Glyph(rune.Value);
            var left = x;
            var rings = Rings(glyph)
                .Select(ring => ring.Select(p => new Vec(left + (p.X * scale), baseline - (p.Y * scale))).ToImmutableArray())
                .ToImmutableArray();
            if (rings.Length > 0)
                shapes.Add(new Region(rings));
            x += Advance(glyph) * scale;
        }

        return shapes.DrainToImmutable();
    }

    private static Font Load()
    {
        using var stream = typeof(Font).Assembly.GetManifestResourceStream("DejaVuSans.ttf")!;
        var data = new byte[stream.Length];
        stream.ReadExactly(data);
        return new Font(data);
    }

    private int U16(int at) => BinaryPrimitives.ReadUInt16BigEndian(_data.AsSpan(at));

    private int I16(int at) => BinaryPrimitives.ReadInt16BigEndian(_data.AsSpan(at));

    private int Advance(int glyph) => U16(_tables["hmtx"] + (4 * Math.Min(glyph, _advances - 1)));

    private int Glyph(int character)
    {
        if (character > 0xFFFF)
            return 0;
        var cmap = _tables["cmap"];
        for (var i = 0; i < U16(cmap + 2); i++)
        {
            var table = cmap + (int)BinaryPrimitives.ReadUInt32BigEndian(_data.AsSpan(cmap + 8 + (8 * i)));
            if (U16(table) == 4)
                return Glyph(table, character);
        }

        return 0;
    }

    private int Glyph(int table, int character)
    {
        var count = U16(table + 6);
        for (var i = 0; i < count; i += 2)
        {
            var (end, start) = (U16(table + 14 + i), U16(table + 16 + count + i));
            if (character > end)
                continue;
            if (character < start)
                return 0;
            var delta = U16(table + 16 + (2 * count) + i);
            var offsetAt = table + 16 + (3 * count) + i;
            var offset = U16(offsetAt);
            if (offset == 0)
                return (character + delta) & 0xFFFF;
            var glyph = U16(offsetAt + offset + (2 * (character - start)));
            return glyph == 0 ? 0 : (glyph + delta) & 0xFFFF;
        }

        return 0;
    }

    private List<List<Vec>> Rings(int glyph)
    {
        int Offset(int index) =>
            _isLong
                ? (int)BinaryPrimitives.ReadUInt32BigEndian(_data.AsSpan(_tables["loca"] + (4 * index)))
                : 2 * U16(_tables["loca"] + (2 * index));
        var at = _tables["glyf"] + Offset(glyph);
        if (Offset(glyph + 1) == Offset(glyph))
            return [];
        return I16(at) < 0 ? Composite(at + 10) : Simple(at);
    }

    // Composite glyphs, such as accented letters.
    private List<List<Vec>> Composite(int at)
    {
        const int words = 1,
            offsets = 2,
            scale = 8,
            more = 32,
            twoScales = 64,
            matrix = 128;
        var rings = new List<List<Vec>>();
        while (true)
        {
            var (flags, part) = (U16(at), Rings(U16(at + 2)));
            var (dx, dy) = (flags & words) != 0 ? (I16(at + 4), I16(at + 6)) : ((sbyte)_data[at + 4], (sbyte)_data[at + 5]);
            if ((flags & offsets) == 0)
                (dx, dy) = (0, 0);
            at += (flags & words) != 0 ? 8 : 6;
            var (a, b, c, d) = (1.0, 0.0, 0.0, 1.0);
            double Scale(int place) => I16(at + (2 * place)) / 16384.0;
            if ((flags & scale) != 0)
                (a, d, at) = (Scale(0), Scale(0), at + 2);
            else if ((flags & twoScales) != 0)
                (a, d, at) = (Scale(0), Scale(1), at + 4);
            else if ((flags & matrix) != 0)
                (a, b, c, d, at) = (Scale(0), Scale(1), Scale(2), Scale(3), at + 8);
            rings.AddRange(part.Select(ring => ring.ConvertAll(p => new Vec((a * p.X) + (c * p.Y) + dx, (b * p.X) + (d * p.Y) + dy))));
            if ((flags & more) == 0)
                return rings;
        }
    }

    private List<List<Vec>> Simple(int at)
    {
        var contours = I16(at);
        var ends = Enumerable.Range(0, contours).Select(i => U16(at + 10 + (2 * i))).ToArray();
        var count = contours == 0 ? 0 : ends[^1] + 1;
        var next = at + 10 + (2 * contours);
        next += 2 + U16(next);
        var flags = new byte[count];
        for (var i = 0; i < count; i++)
        {
            flags[i] = _data[next++];
            if ((flags[i] & 8) == 0)
                continue;
            for (var repeats = _data[next++]; repeats > 0; repeats--, i++)
                flags[i + 1] = flags[i];
        }

        var xs = Coordinates(flags, ref next, isShort: 2, isSame: 16);
        var ys = Coordinates(flags, ref next, isShort: 4, isSame: 32);
        var rings = new List<List<Vec>>();
        for (var (i, first) = (0, 0); i < contours; first = ends[i++] + 1)
            rings.Add(Flatten([.. Enumerable.Range(first, ends[i] - first + 1).Select(k => (new Vec(xs[k], ys[k]), (flags[k] & 1) != 0))]));
        return rings;
    }

    private int[] Coordinates(byte[] flags, ref int next, int isShort, int isSame)
    {
        var values = new int[flags.Length];
        var value = 0;
        for (var i = 0; i < flags.Length; i++)
        {
            if ((flags[i] & isShort) != 0)
            {
                value += (flags[i] & isSame) != 0 ? _data[next] : -_data[next];
                next++;
            }
            else if ((flags[i] & isSame) == 0)
            {
                value += I16(next);
                next += 2;
            }

            values[i] = value;
        }

        return values;
    }

    // Quadratic curves; the midpoint of two consecutive control points lies on the outline.
    private static List<Vec> Flatten((Vec At, bool IsOn)[] points)
    {
        var full = new List<(Vec At, bool IsOn)>();
        for (var i = 0; i < points.Length; i++)
        {
            full.Add(points[i]);
            var next = points[(i + 1) % points.Length];
            if (!points[i].IsOn && !next.IsOn)
                full.Add(((points[i].At + next.At) * 0.5, true));
        }

        var first = full.FindIndex(point => point.IsOn);
        var ring = new List<Vec>();
        for (var i = 0; i < full.Count; i++)
        {
            var (at, isOn) = full[(first + i) % full.Count];
            if (isOn)
            {
                ring.Add(at);
                continue;
            }

            var (from, to) = (ring[^1], full[(first + i + 1) % full.Count].At);
            for (var step = 1; step < StepsOfCurve; step++)
            {
                var t = (double)step / StepsOfCurve;
                ring.Add((from * ((1 - t) * (1 - t))) + (at * (2 * t * (1 - t))) + (to * (t * t)));
            }
        }

        return ring;
    }
}
