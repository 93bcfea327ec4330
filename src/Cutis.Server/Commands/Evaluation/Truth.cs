using System.Text.Json;
using Cutis.Imaging.Core;
using Cutis.Imaging.Photos;
using Cutis.Masks.Geometry;
using Cutis.Masks.Results;
using Cutis.Platform.Photos;

namespace Cutis.Server.Commands.Evaluation;

/// <summary>A label that cannot be used, with a sentence that names the file.</summary>
internal sealed class LabelException(string message) : Exception(message);

/// <summary>What the labels of a photo say is where.</summary>
/// <param name="Marks">The pixels of each target that is labelled; empty ones say that there is none of it.</param>
/// <param name="Zone">Where regions are compared: the oval of the face without what is to be ignored; null for everywhere.</param>
internal sealed record Truth(IReadOnlyDictionary<string, Bitmap> Marks, bool[]? Zone)
{
    private const byte Ignored = 255;
    private const byte MaxLabel = 6;

    // The classes of NAME.labels.png, by target.
    private static readonly (string Target, byte Label)[] Classes = [("skin", 1), ("hair", 2), ("facial_hair", 3), ("glasses", 4)];
    private static readonly string[] Brown = ["freckle", "mole", "age_spot", "melasma"];
    private static readonly string[] Red = ["pimple", "papule", "pustule"];
    private const string Other = "other";

    /// <summary>Reads the labels of a photo of that size.</summary>
    /// <exception cref="LabelException">A label is no picture, no JSON, or does not fit the photo.</exception>
    public static Truth Read(LabelledPhoto photo, int width, int height)
    {
        var (marks, zone) = (new Dictionary<string, Bitmap>(StringComparer.Ordinal), (bool[]?)null);
        foreach (var (ending, path) in photo.Labels.OrderBy(l => l.Key, StringComparer.Ordinal))
        {
            switch (ending)
            {
                case "labels.png":
                    var labels = Pixels(path, width, height);
                    if (Array.FindIndex(labels, v => v is > MaxLabel and not Ignored) is >= 0 and var at)
                        throw new LabelException(
                            $"{Path.GetFileName(path)}: pixel ({at % width}, {at / width}) has the label {labels[at]}; "
                                + $"0 to {MaxLabel} and {Ignored} are known"
                        );
                    foreach (var (target, label) in Classes)
                        marks[target] = new Bitmap(width, height, Array.ConvertAll(labels, v => v == label));
                    zone = And(zone, Array.ConvertAll(labels, v => v != Ignored));
                    break;
                case "oval.json":
                    var oval = Json(path, root => Points(root));
                    zone = And(
                        zone,
                        Drawn(
                            new PolygonShape([
                                [.. oval],
                            ]),
                            MaskKind.Polygon,
                            width,
                            height
                        ).Data
                    );
                    break;
                case "lines.json":
                    var lines = Json(path, root => root.EnumerateArray().Select(line => Points(line.GetProperty("points"))).ToArray());
                    marks["lines"] = Of(lines.Select(line => (Shape)new PolylineShape([.. line])), MaskKind.Polyline, width, height);
                    break;
                case "spots.json":
                    var spots = Json(path, root => root.EnumerateArray().Select(Spot).ToArray());
                    if (Array.Find(spots, s => !Brown.Contains(s.Kind) && !Red.Contains(s.Kind) && s.Kind != Other).Kind is { } strange)
                        throw new LabelException(
                            $"{Path.GetFileName(path)}: '{strange}' is no kind of spot; those are "
                                + string.Join(", ", [.. Brown, .. Red, Other])
                        );
                    marks["pigmentation"] = Of(
                        spots.Where(s => Brown.Contains(s.Kind)).Select(s => s.Shape),
                        MaskKind.Point,
                        width,
                        height
                    );
                    marks["acne"] = Of(spots.Where(s => Red.Contains(s.Kind)).Select(s => s.Shape), MaskKind.Point, width, height);
                    break;
                default:
                    // A mask that somebody drew counts more than marks of another file.
                    marks[Path.GetFileNameWithoutExtension(ending)] = new Bitmap(
                        width,
                        height,
                        Array.ConvertAll(Pixels(path, width, height), v => v > 127)
                    );
                    break;
            }
        }

        return new Truth(marks, zone);
    }

    private static Bitmap Of(IEnumerable<Shape> shapes, MaskKind kind, int width, int height) =>
        MaskPixels.Of([new Mask(kind, "", "", null, null, [new Feature([.. shapes], 1)])], width, height);

    private static Bitmap Drawn(Shape shape, MaskKind kind, int width, int height) => Of([shape], kind, width, height);

    private static bool[] And(bool[]? a, bool[] b) => a is null ? b : [.. a.Zip(b, (x, y) => x && y)];

    // The brightest channel of a label's pixels: labels are grey, and masks may have been drawn in a colour.
    private static byte[] Pixels(string path, int width, int height)
    {
        if (!Photo.TryOpen(Parts.Read(path), new ImagesOptions().Limits, out var label, out var error))
            throw new LabelException($"{Path.GetFileName(path)}: {error.Message}");
        if ((label.UprightWidth, label.UprightHeight) != (width, height))
            throw new LabelException(
                $"{Path.GetFileName(path)} is {label.UprightWidth} × {label.UprightHeight} and the photo {width} × {height}"
            );
        var data = label.ReadRgb().Data;
        return [.. Enumerable.Range(0, width * height).Select(i => Math.Max(data[3 * i], Math.Max(data[(3 * i) + 1], data[(3 * i) + 2])))];
    }

    private static T Json<T>(string path, Func<JsonElement, T> read)
    {
        try
        {
            using var document = JsonDocument.Parse(Parts.Read(path));
            return read(document.RootElement);
        }
        catch (JsonException e)
        {
            throw new LabelException($"{Path.GetFileName(path)}, line {e.LineNumber + 1}: it is not JSON");
        }
        catch (Exception e)
            when (e is InvalidOperationException or KeyNotFoundException or FormatException or IndexOutOfRangeException or ArgumentException
            )
        {
            throw new LabelException($"{Path.GetFileName(path)}: it does not have the form that docs/analysis.md describes");
        }
    }

    private static List<Vec> Points(JsonElement list)
    {
        List<Vec> points = [.. list.EnumerateArray().Select(p => new Vec(p[0].GetDouble(), p[1].GetDouble()))];
        return points.Count >= 2 ? points : throw new FormatException();
    }

    private static (string? Kind, Shape Shape) Spot(JsonElement spot)
    {
        double Number(string key) => spot.GetProperty(key).GetDouble();
        return (spot.GetProperty("kind").GetString() ?? "", new PointShape(new Vec(Number("x"), Number("y")), Math.Max(.5, Number("r"))));
    }
}
