using System.Text.Json;
using Cutis.Analysis.Faces;
using Cutis.Analysis.Planes;
using Cutis.Analysis.Skin;
using Cutis.Imaging.Core;
using Cutis.Imaging.Photos;
using Cutis.Masks.Geometry;

namespace Cutis.Analysis.Bench;

/// <summary>A line as a person drew it.</summary>
internal sealed record LabelledLine(List<Vec> Points, bool IsDeep);

/// <summary>A picture of a face with hand-made labels; the folder's README says what each number means.</summary>
/// <param name="Name">Name of its files.</param>
/// <param name="Groups">Tone, age and attributes.</param>
/// <param name="Size">Larger side of the whole picture, by which distances are scaled.</param>
/// <param name="Picture">Its pixels.</param>
/// <param name="Labels">One label per pixel, row by row.</param>
/// <param name="Oval">Where masks are measured.</param>
/// <param name="Lines">Its lines; null where nobody looked for any.</param>
internal sealed record LabelledFace(
    string Name,
    string[] Groups,
    double Size,
    RgbImage Picture,
    byte[] Labels,
    PixelMask Oval,
    List<LabelledLine>? Lines
)
{
    /// <summary>The kinds of its spots, such as <c>mole</c> or <c>freckle</c>; null where nobody looked for any.</summary>
    public List<string>? Spots { get; private init; }

    public const byte Ignored = 255;

    /// <summary>All faces of a folder that has an index.</summary>
    public static IEnumerable<LabelledFace> In(string folder)
    {
        var rows = File.ReadLines(Path.Combine(folder, "index.csv")).Select(line => line.Split(',')).ToArray();
        int Column(string name) => Array.IndexOf(rows[0], name);
        var (name, tone, age, attributes, size) = (Column("name"), Column("tone"), Column("age"), Column("attributes"), Column("size"));
        foreach (var row in rows.Skip(1))
        {
            string[] groups =
            [
                "all",
                $"tone: {row[tone]}",
                $"age: {row[age]}",
                .. row[attributes].Split(';', StringSplitOptions.RemoveEmptyEntries).Select(a => a.Replace('_', ' ')),
            ];
            yield return Read(
                Path.Combine(folder, row[name]),
                row[name],
                groups,
                double.Parse(row[size], System.Globalization.CultureInfo.InvariantCulture)
            );
        }
    }

    /// <summary>The face as the analysis sees it; null when it finds none.</summary>
    public SkinFrame? Frame()
    {
        var pyramid = new Pyramid(Picture);
        return FoundFaces.In(pyramid).All is [var face, ..]
            ? new SkinFrame(RestoredFace.Create(pyramid, face, 400), face, (Picture.Width, Picture.Height), new Work(2, default))
            : null;
    }

    private static LabelledFace Read(string path, string name, string[] groups, double size)
    {
        var (picture, labels) = (Pixels(path + ".jpg"), Pixels(path + ".labels.png"));
        using var oval = JsonDocument.Parse(File.ReadAllBytes(path + ".oval.json"));
        return new LabelledFace(
            name,
            groups,
            size,
            picture,
            [.. Enumerable.Range(0, picture.Width * picture.Height).Select(i => labels.Data[3 * i])],
            PixelMask.Fill(picture.Width, picture.Height, Points(oval.RootElement)),
            File.Exists(path + ".lines.json") ? ReadLines(path + ".lines.json") : null
        )
        {
            Spots = File.Exists(path + ".spots.json") ? ReadSpots(path + ".spots.json") : null,
        };
    }

    private static List<LabelledLine> ReadLines(string path)
    {
        using var file = JsonDocument.Parse(File.ReadAllBytes(path));
        return
        [
            .. file
                .RootElement.EnumerateArray()
                .Select(line => new LabelledLine(Points(line.GetProperty("points")), line.GetProperty("depth").ValueEquals("deep"))),
        ];
    }

    private static List<string> ReadSpots(string path)
    {
        using var file = JsonDocument.Parse(File.ReadAllBytes(path));
        return [.. file.RootElement.EnumerateArray().Select(spot => spot.GetProperty("kind").GetString()!)];
    }

    private static List<Vec> Points(JsonElement list) =>
        [.. list.EnumerateArray().Select(p => new Vec(p[0].GetDouble(), p[1].GetDouble()))];

    private static RgbImage Pixels(string path) =>
        Photo.TryOpen(File.ReadAllBytes(path), new PhotoLimits(), out var photo, out var error)
            ? photo.ReadRgb()
            : throw new InvalidOperationException($"{path}: {error.Message}");
}
