using System;
using System.Text;
using Cutis.Analysis.Faces;
using Cutis.Analysis.Planes;
using Cutis.Analysis.Skin;
using Cutis.Imaging.Core;
using Cutis.Imaging.Photos;
using Cutis.Masks.Geometry;

namespace Cutis.Analysis.Bench;

/// <summary>What is measured on labelled faces, as files that a scorer reads: skin as a picture, lines as polylines.</summary>
internal static class LabelledRun
{
    public static void Run(string faces, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var path in Directory.GetFiles(faces, "*.jpg").Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileNameWithoutExtension(path);
            if (!File.Exists(Path.Combine(faces, name + ".labels.png")))
                continue;
            if (!Photo.TryOpen(File.ReadAllBytes(path), new PhotoLimits(), out var photo, out var error))
                throw new InvalidOperationException($"{path}: {error.Message}");
            var picture = new Pyramid(photo.ReadRgb());
            var found = FoundFaces.In(picture);
            if (found.All.Count == 0)
            {
                Console.WriteLine($"{name}: no face");
                continue;
            }

            var restored = RestoredFace.Create(picture, found.All[0], 400);
            var (width, height) = (picture.Picture.Width, picture.Picture.Height);
            var frame = new SkinFrame(restored, found.All[0], (width, height), new Work(2, default));
            foreach (var level in new[] { .4f, .5f, .6f })
                Write(frame, width, height, level, Path.Combine(to, $"{level:0.0}", name + ".pgm"));
        }
    }

    private static void Write(SkinFrame frame, int width, int height, float level, string path)
    {
        var (back, plane) = (frame.Restored.ToOriginal.Inverse(), frame.Classes.Probability(FaceClass.Skin, frame));
        var pixels = new byte[width * height];
        for (var y = 0; y < height; y++)
        for (var x = 0; x < width; x++)
        {
            var p = back.Map(new Vec(x + .5, y + .5));
            if (plane.At(p.X - .5, p.Y - .5) > level)
                pixels[(y * width) + x] = 255;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var file = File.Create(path);
        file.Write(Encoding.ASCII.GetBytes($"P5\n{width} {height}\n255\n"));
        file.Write(pixels);
    }
}
