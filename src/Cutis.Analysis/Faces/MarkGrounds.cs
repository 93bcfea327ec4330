using System;
using System.Collections.Immutable;
using Cutis.Masks.Colours;
using Cutis.Masks.Geometry;
using Cutis.Masks.Results;

namespace Cutis.Analysis.Faces;

/// <summary>Measures what marks of an analysis lie on, so that their colours can be chosen without the photo.</summary>
public sealed class MarkGrounds
{
    // In millimetres: how far beside a mark its ground is looked at, and the distance of samples along it.
    private const double Beside = 0.8;
    private const double Step = 0.5;

    // Beyond it, samples lie further apart.
    private const int MaxSamples = 8000;

    // Of the name of a mask on the photo, where its like on the restored photo has none.
    private const string OnPhoto = "_original";

    private static readonly string[] SkinAreas = ["forehead", "left_cheek", "right_cheek", "nose", "chin"];
    private readonly RestoredImage _image;
    private readonly Similarity _toPicture;

    /// <param name="image">The face as the analysis has seen it.</param>
    public MarkGrounds(RestoredImage image)
    {
        (_image, _toPicture) = (image, image.ToAligned.Inverse());
        Skin = FindSkin();
    }

    /// <summary>The skin of the face; null where none of it is in the picture.</summary>
    public Ground? Skin { get; }

    /// <summary>
    /// What the masks of a result lie on, by their names on either photo. Those that are on the photo alone lie on the skin of the face.
    /// </summary>
    /// <param name="masks">The masks on the restored photo, in its pixels.</param>
    public Func<string, Ground?> ByName(IEnumerable<Mask> masks)
    {
        var known = new Dictionary<string, Ground?>(StringComparer.Ordinal);
        foreach (var mask in masks)
            known.TryAdd(mask.TechName, Of(mask));
        return name =>
            known.GetValueOrDefault(name) ?? known.GetValueOrDefault(name.Replace(OnPhoto, "", StringComparison.Ordinal)) ?? Skin;
    }

    /// <summary>What the marks of a mask lie on; the skin of the face where there are too few of them.</summary>
    /// <param name="mask">A mask in pixels of the restored photo.</param>
    public Ground? Of(Mask mask)
    {
        var shapes = mask.Features.SelectMany(feature => feature.Shapes).ToArray();
        var unit = _image.PixelsPerMillimetre;
        var step = Math.Max(Step * unit, shapes.Sum(Length) / MaxSamples);
        var samples = new List<double>();
        foreach (var shape in shapes)
        {
            switch (shape)
            {
                case PolygonShape polygon:
                    foreach (var ring in polygon.Rings)
                        Add(samples, Placed(ring, close: true), step, isArea: true);
                    break;
                case PolylineShape line:
                    Add(samples, Placed(line.Points, close: false), step, isArea: false);
                    break;
                case PointShape point:
                    var (centre, radius) = (_toPicture.Map(point.Centre), (point.Radius * _toPicture.Scale) + (Beside * unit));
                    foreach (var (x, y) in (ReadOnlySpan<(int, int)>)[(1, 0), (0, 1), (-1, 0), (0, -1)])
                        Add(samples, new Vec(centre.X + (x * radius), centre.Y + (y * radius)));
                    break;
            }
        }

        return Ground.From(samples) ?? Skin;
    }

    private Ground? FindSkin()
    {
        var samples = new List<double>();
        foreach (var outline in SkinAreas.Select(_image.Outline).OfType<IReadOnlyList<Vec>>())
        {
            var sum = outline.Aggregate((a, b) => a + b);
            var centre = sum * (1.0 / outline.Count);
            foreach (var point in outline)
            foreach (var share in (ReadOnlySpan<double>)[0.25, 0.5, 0.75])
                Add(samples, centre + ((point - centre) * share));
        }

        return Ground.From(samples);
    }

    private ImmutableArray<Vec> Placed(ImmutableArray<Vec> points, bool close)
    {
        ImmutableArray<Vec> placed = [.. points.Select(_toPicture.Map)];
        return close && placed.Length > 0 ? placed.Add(placed[0]) : placed;
    }

    // Samples beside a line; of the boundary of an area only those outside.
    private void Add(List<double> samples, ImmutableArray<Vec> line, double step, bool isArea)
    {
        var doubled = 0.0;
        for (var i = 1; i < line.Length; i++)
            doubled += (line[i - 1].X * line[i].Y) - (line[i].X * line[i - 1].Y);
        var aside = Beside * _image.PixelsPerMillimetre;
        var next = 0.0;
        for (var i = 1; i < line.Length; i++)
        {
            var along = line[i] - line[i - 1];
            var length = along.Length;
            for (; next < length; next += step)
            {
                var at = line[i - 1] + (along * (next / length));
                // To the right of the direction: outside of a ring that goes round with positive area.
                var right = new Vec(along.Y, -along.X) * (aside / length);
                if (!isArea || doubled > 0)
                    Add(samples, at + right);
                if (!isArea || doubled <= 0)
                    Add(samples, at - right);
            }

            next -= length;
        }
    }

    private void Add(List<double> samples, Vec at)
    {
        var picture = _image.Picture;
        if (!(at.X >= 0 && at.Y >= 0 && at.X < picture.Width && at.Y < picture.Height))
            return;
        var i = 3 * (((int)at.Y * picture.Width) + (int)at.X);
        samples.Add(Contrast.Luminance(picture.Data[i], picture.Data[i + 1], picture.Data[i + 2]));
    }

    private double Length(Shape shape) =>
        _toPicture.Scale
        * shape switch
        {
            PolygonShape polygon => polygon.Rings.Sum(Length),
            PolylineShape line => Length(line.Points),
            _ => 0,
        };

    private static double Length(ImmutableArray<Vec> points)
    {
        var sum = 0.0;
        for (var i = 1; i < points.Length; i++)
            sum += (points[i] - points[i - 1]).Length;
        return sum;
    }
}
