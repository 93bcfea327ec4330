using System;
using Cutis.Analysis.Faces;
using Cutis.Imaging.Core;
using Cutis.Masks.Geometry;

namespace Cutis.Analysis.Bench;

/// <summary>Colours of a procedural face, parts of sRGB 0..1.</summary>
internal sealed record Tone(string Name, float R, float G, float B)
{
    public static IReadOnlyList<Tone> All { get; } =
    [new("very light", .93f, .76f, .67f), new("tan", .80f, .60f, .47f), new("brown", .55f, .37f, .26f), new("dark", .33f, .22f, .17f)];
}

/// <summary>
/// A face that is nobody's, drawn from the canonical mesh: it has any resolution, any of four skin tones and any yaw, and where its
/// landmarks lie is known exactly.
/// </summary>
internal sealed class ProceduralFace
{
    private const float FaceHeight = 0.55f;
    private static readonly int[] MouthLine = [78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308];
    private static readonly int[] NoseBase = [129, 98, 97, 2, 326, 327, 358];

    private readonly int _size;
    private readonly float[] _pixels;
    private readonly Tone _tone;
    private readonly int _scale;

    private ProceduralFace(int size, Tone tone, double yaw, double roll, int scale)
    {
        (_size, _tone, _scale, Yaw) = (size * scale, tone, scale, yaw);
        _pixels = new float[_size * _size * 3];
        Points = Project(yaw, roll);
    }

    public double Yaw { get; }

    /// <summary>Vertices in pixels, depth in the same unit, nearer is smaller.</summary>
    public Landmark[] Points { get; private set; }

    /// <summary>Pixels a millimetre: the mesh is in centimetres.</summary>
    public double PixelsPerMillimetre { get; private set; }

    public RgbImage Picture { get; private set; } = null!;

    /// <param name="size">Side of the square picture; the face is 0.55 of it high.</param>
    /// <param name="tone">Skin.</param>
    /// <param name="yaw">Turn of the head, radians.</param>
    /// <param name="roll">Turn of the picture, radians.</param>
    /// <param name="seed">Of the noise.</param>
    /// <param name="paint">Draws on the skin before blur and noise; linear pixel values are given as optical density to add.</param>
    /// <param name="noise">Standard deviation of the noise, levels.</param>
    public static ProceduralFace Draw(
        int size,
        Tone tone,
        double yaw = 0,
        double roll = 0,
        int seed = 1,
        Action<ProceduralFace, float[]>? paint = null,
        double noise = 1.5
    )
    {
        // Small pictures are drawn large and scaled down, as a camera would.
        var scale = Math.Max(1, 700 / size);
        var face = new ProceduralFace(size, tone, yaw, roll, scale);
        face.Ground();
        face.Shade();
        face.Features();
        face.Blur(1.2f * face._size / 1024);
        paint?.Invoke(face, face._pixels);
        face.Finish(size, scale, seed, noise);
        return face;
    }

    private Landmark[] Project(double yaw, double roll)
    {
        var vertices = CanonicalMesh.Shared.Vertices;
        var (top, bottom) = (vertices.Max(v => v.Y), vertices.Min(v => v.Y));
        var unit = FaceHeight * _size / (top - bottom);
        PixelsPerMillimetre = unit / 10 / _scale;
        var (c, s) = (Math.Cos(yaw), Math.Sin(yaw));
        var (rc, rs) = (Math.Cos(roll), Math.Sin(roll));
        return
        [
            .. vertices.Select(v =>
            {
                var (x, z) = ((v.X * c) + (v.Z * s), (v.Z * c) - (v.X * s));
                var y = -(v.Y - ((top + bottom) / 2));
                return new Landmark(
                    (_size / 2.0) + (unit * ((x * rc) - (y * rs))),
                    (_size * 0.53) + (unit * ((x * rs) + (y * rc))),
                    -z * unit
                );
            }),
        ];
    }

    private void Ground()
    {
        for (var y = 0; y < _size; y++)
        for (var x = 0; x < _size; x++)
            Put(x, y, .62f + (.12f * y / _size), .66f + (.08f * y / _size), .70f + (.06f * y / _size));
        var s = _size;
        Ellipse(.5f * s, 1.12f * s, .46f * s, .24f * s, .30f, .36f, .48f);
        Ellipse(.5f * s, .90f * s, .15f * s, .22f * s, _tone.R * .85f, _tone.G * .85f, _tone.B * .85f);
        Ellipse(.5f * s, .42f * s, .31f * s, .36f * s, .16f, .11f, .08f);
    }

    private void Shade()
    {
        var mesh = CanonicalMesh.Shared;
        var normals = Normals(mesh.Triangles);
        var depth = new float[_size * _size];
        Array.Fill(depth, float.MaxValue);
        for (var t = 0; t < mesh.Triangles.Length; t += 3)
            Triangle(mesh.Triangles.AsSpan(t, 3), Points, normals, depth);
        Surround(normals, depth);
    }

    // The mesh ends in the middle of the forehead and in front of the ears: a ring around it goes on with the light of its edge.
    private void Surround((double X, double Y, double Z)[] normals, float[] depth)
    {
        var ring = AreaShapes.Face;
        var (top, bottom) = (Points[MeshPoints.Top].Place, Points[MeshPoints.Bottom].Place);
        var (centre, up) = ((top + bottom) * .5, (top - bottom) * (1 / (top - bottom).Length));
        var points = new Landmark[2 * ring.Length];
        var light = new (double X, double Y, double Z)[2 * ring.Length];
        for (var i = 0; i < ring.Length; i++)
        {
            var p = Points[ring[i]];
            var from = p.Place - centre;
            var high = Math.Max(0, ((from.X * up.X) + (from.Y * up.Y)) / from.Length);
            var place = centre + (from * (1.03 + (.42 * high * high * high)));
            (points[i], points[i + ring.Length]) = (p, new Landmark(place.X, place.Y, p.Z + (.1 * from.Length)));
            (light[i], light[i + ring.Length]) = (normals[ring[i]], normals[ring[i]]);
        }

        for (var i = 0; i < ring.Length; i++)
        {
            var next = (i + 1) % ring.Length;
            Triangle([i, next, i + ring.Length], points, light, depth);
            Triangle([next, next + ring.Length, i + ring.Length], points, light, depth);
        }
    }

    private (double X, double Y, double Z)[] Normals(int[] triangles)
    {
        var normals = new (double X, double Y, double Z)[Points.Length];
        for (var t = 0; t < triangles.Length; t += 3)
        {
            var (a, b, c) = (Points[triangles[t]], Points[triangles[t + 1]], Points[triangles[t + 2]]);
            var (ux, uy, uz) = (b.X - a.X, b.Y - a.Y, b.Z - a.Z);
            var (vx, vy, vz) = (c.X - a.X, c.Y - a.Y, c.Z - a.Z);
            var n = (X: (uy * vz) - (uz * vy), Y: (uz * vx) - (ux * vz), Z: (ux * vy) - (uy * vx));
            if (n.Z > 0)
                n = (-n.X, -n.Y, -n.Z);
            for (var k = 0; k < 3; k++)
            {
                var i = triangles[t + k];
                normals[i] = (normals[i].X + n.X, normals[i].Y + n.Y, normals[i].Z + n.Z);
            }
        }

        return normals;
    }

    private void Triangle(ReadOnlySpan<int> corners, Landmark[] points, (double X, double Y, double Z)[] normals, float[] depth)
    {
        var (i, j, k) = (corners[0], corners[1], corners[2]);
        var (a, b, c) = (points[i], points[j], points[k]);
        var area = ((b.X - a.X) * (c.Y - a.Y)) - ((b.Y - a.Y) * (c.X - a.X));
        if (Math.Abs(area) < 1e-9)
            return;
        var (left, right) = ((int)Math.Min(a.X, Math.Min(b.X, c.X)), (int)Math.Ceiling(Math.Max(a.X, Math.Max(b.X, c.X))));
        var (top, bottom) = ((int)Math.Min(a.Y, Math.Min(b.Y, c.Y)), (int)Math.Ceiling(Math.Max(a.Y, Math.Max(b.Y, c.Y))));
        for (var y = Math.Max(0, top); y < Math.Min(_size, bottom); y++)
        {
            for (var x = Math.Max(0, left); x < Math.Min(_size, right); x++)
            {
                var (px, py) = (x + 0.5, y + 0.5);
                var u = (((b.X - px) * (c.Y - py)) - ((b.Y - py) * (c.X - px))) / area;
                var v = (((c.X - px) * (a.Y - py)) - ((c.Y - py) * (a.X - px))) / area;
                var w = 1 - u - v;
                if (u < -1e-6 || v < -1e-6 || w < -1e-6)
                    continue;
                var z = (float)((u * a.Z) + (v * b.Z) + (w * c.Z));
                if (z >= depth[(y * _size) + x])
                    continue;
                depth[(y * _size) + x] = z;
                var n = (
                    X: (u * normals[i].X) + (v * normals[j].X) + (w * normals[k].X),
                    Y: (u * normals[i].Y) + (v * normals[j].Y) + (w * normals[k].Y),
                    Z: (u * normals[i].Z) + (v * normals[j].Z) + (w * normals[k].Z)
                );
                Lit(x, y, n);
            }
        }
    }

    private void Lit(int x, int y, (double X, double Y, double Z) n)
    {
        var length = Math.Sqrt((n.X * n.X) + (n.Y * n.Y) + (n.Z * n.Z));
        // Light from (.25, .35, 1) as seen: right, up, towards the viewer.
        const double norm = 1.0885;
        var lambert = Math.Max(0, ((n.X * .25) - (n.Y * .35) - n.Z) / (length * norm));
        // The half vector between light and viewer.
        var (hx, hy, hz) = (.25 / norm, .35 / norm, 1 + (1 / norm));
        var h = Math.Sqrt((hx * hx) + (hy * hy) + (hz * hz));
        var gloss = .10 * Math.Pow(Math.Max(0, ((n.X * hx) - (n.Y * hy) - (n.Z * hz)) / (length * h)), 30);
        var light = .45 + (.6 * lambert);
        Put(x, y, (float)((_tone.R * light) + gloss), (float)((_tone.G * light) + gloss), (float)((_tone.B * light) + gloss));
    }

    private void Features()
    {
        Eye(AreaShapes.RightEye, 33, 133, 159, 145);
        Eye(AreaShapes.LeftEye, 263, 362, 386, 374);
        Polygon(AreaShapes.RightBrow, .17f, .12f, .09f, .85f);
        Polygon(AreaShapes.LeftBrow, .17f, .12f, .09f, .85f);
        Polygon(AreaShapes.OuterLips, _tone.R * .80f, _tone.G * .52f, _tone.B * .54f, .8f);
        var unit = (float)PixelsPerMillimetre * _scale;
        Line(MouthLine, .9f * unit, .45f);
        Line(NoseBase, .7f * unit, .22f);
        foreach (var nostril in new[] { 98, 327 })
        {
            var inner = nostril == 98 ? 97 : 326;
            Ellipse(
                (float)((Points[nostril].X * .62) + (Points[inner].X * .38)),
                (float)Points[nostril].Y,
                2.6f * unit,
                1.5f * unit,
                .13f,
                .07f,
                .06f
            );
        }
    }

    private void Eye(int[] outline, int outer, int inner, int upper, int lower)
    {
        Polygon(outline, .90f, .88f, .86f, 1);
        var (a, b) = (Points[outer], Points[inner]);
        var width = (float)(a.Place - b.Place).Length;
        var (cx, cy) = ((float)((a.X + b.X) / 2), (float)((Points[upper].Y + Points[lower].Y) / 2));
        var inside = Inside(outline);
        var radius = .21f * width;
        for (var y = (int)(cy - radius) - 1; y <= cy + radius + 1; y++)
        {
            for (var x = (int)(cx - radius) - 1; x <= cx + radius + 1; x++)
            {
                var d = MathF.Sqrt(((x + .5f - cx) * (x + .5f - cx)) + ((y + .5f - cy) * (y + .5f - cy)));
                if (d > radius || !inside(x + .5, y + .5))
                    continue;
                if (d < .4f * radius)
                    Put(x, y, .04f, .03f, .03f);
                else
                    Put(x, y, .28f, .19f, .12f);
            }
        }

        Line(outline, .5f * (float)PixelsPerMillimetre * _scale, .4f, closed: true);
    }

    private Func<double, double, bool> Inside(int[] outline) =>
        (x, y) =>
        {
            var inside = false;
            for (int i = 0, j = outline.Length - 1; i < outline.Length; j = i++)
            {
                var (p, q) = (Points[outline[i]], Points[outline[j]]);
                if (p.Y > y != q.Y > y && x < ((q.X - p.X) * (y - p.Y) / (q.Y - p.Y)) + p.X)
                    inside = !inside;
            }

            return inside;
        };

    private void Polygon(int[] outline, float r, float g, float b, float alpha)
    {
        var inside = Inside(outline);
        var places = outline.Select(i => Points[i]).ToArray();
        for (var y = (int)places.Min(p => p.Y); y <= places.Max(p => p.Y); y++)
        for (var x = (int)places.Min(p => p.X); x <= places.Max(p => p.X); x++)
            if (inside(x + .5, y + .5))
                Mix(x, y, r, g, b, alpha);
    }

    private void Line(int[] through, float sigma, float darkening, bool closed = false)
    {
        Vec[] places = [.. through.Select(i => Points[i].Place), .. closed ? [Points[through[0]].Place] : Array.Empty<Vec>()];
        var reach = 3 * sigma;
        for (var y = (int)(places.Min(p => p.Y) - reach); y <= places.Max(p => p.Y) + reach; y++)
        {
            for (var x = (int)(places.Min(p => p.X) - reach); x <= places.Max(p => p.X) + reach; x++)
            {
                var d = Enumerable.Range(0, places.Length - 1).Min(i => Distance(new Vec(x + .5, y + .5), places[i], places[i + 1]));
                var share = (float)(darkening * Math.Exp(-d * d / (2 * sigma * sigma)));
                if (share > .004f)
                    Mix(x, y, .12f, .06f, .05f, share);
            }
        }
    }

    public static double Distance(Vec p, Vec a, Vec b)
    {
        var (ap, ab) = (p - a, b - a);
        var t = Math.Clamp(((ap.X * ab.X) + (ap.Y * ab.Y)) / Math.Max(1e-9, (ab.X * ab.X) + (ab.Y * ab.Y)), 0, 1);
        return (ap - (ab * t)).Length;
    }

    private void Ellipse(float cx, float cy, float rx, float ry, float r, float g, float b)
    {
        for (var y = (int)(cy - ry); y <= cy + ry; y++)
        {
            for (var x = (int)(cx - rx); x <= cx + rx; x++)
            {
                var (dx, dy) = ((x + .5f - cx) / rx, (y + .5f - cy) / ry);
                if ((dx * dx) + (dy * dy) <= 1)
                    Mix(x, y, r, g, b, 1);
            }
        }
    }

    private void Put(int x, int y, float r, float g, float b) => Mix(x, y, r, g, b, 1);

    private void Mix(int x, int y, float r, float g, float b, float share)
    {
        if ((uint)x >= (uint)_size || (uint)y >= (uint)_size)
            return;
        var at = ((y * _size) + x) * 3;
        _pixels[at] += (r - _pixels[at]) * share;
        _pixels[at + 1] += (g - _pixels[at + 1]) * share;
        _pixels[at + 2] += (b - _pixels[at + 2]) * share;
    }

    private void Blur(float sigma)
    {
        var radius = (int)Math.Ceiling(3 * sigma);
        var taps = Enumerable.Range(-radius, (2 * radius) + 1).Select(i => MathF.Exp(-i * i / (2 * sigma * sigma))).ToArray();
        var sum = taps.Sum();
        var other = new float[_pixels.Length];
        foreach (var step in new[] { 3, 3 * _size })
        {
            var (from, to) = step == 3 ? (_pixels, other) : (other, _pixels);
            for (var i = 0; i < from.Length; i++)
            {
                var (place, most) = step == 3 ? (i / 3 % _size, _size) : (i / 3 / _size, _size);
                var value = 0f;
                for (var k = -radius; k <= radius; k++)
                    value += taps[k + radius] * from[i + ((Math.Clamp(place + k, 0, most - 1) - place) * step)];
                to[i] = value / sum;
            }
        }
    }

    private void Finish(int size, int scale, int seed, double noise)
    {
        var random = new Random(seed);
        var data = new byte[size * size * 3];
        for (var i = 0; i < data.Length; i++)
        {
            var (x, y, c) = (i / 3 % size, i / 3 / size, i % 3);
            var sum = 0f;
            for (var k = 0; k < scale * scale; k++)
                sum += _pixels[(((((y * scale) + (k / scale)) * _size) + (x * scale) + (k % scale)) * 3) + c];
            var gauss = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            data[i] = (byte)Math.Clamp(Math.Round((255 * sum / (scale * scale)) + (noise * gauss)), 0, 255);
        }

        Picture = new RgbImage(size, size, data);
        Points = [.. Points.Select(p => new Landmark(p.X / scale, p.Y / scale, p.Z / scale))];
    }
}
