using Cutis.Analysis.Bench;
using Cutis.Analysis.Faces;
using Cutis.Analysis.Lines;
using Cutis.Analysis.Planes;
using Cutis.Analysis.Skin;
using Cutis.Masks.Geometry;

namespace Cutis.Analysis.Tests;

/// <summary>Lines have regions, and a small picture still shows the deep ones.</summary>
public class LineTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Furrows_are_found_on_a_small_face_and_named_by_their_region(int tone)
    {
        var frame = Furrowed(tone, 1);
        frame.Unit.ShouldBeInRange(1.5, 2.2);
        var lines = frame.FindOnce(LineFinder.Find);
        lines.Where(line => line.Region == "forehead").Sum(line => line.Length).ShouldBeGreaterThan(50);
        lines.Select(line => line.Region).ShouldContain("right_nasolabial");
        lines.Select(line => line.Region).ShouldContain("left_nasolabial");
        Furrowed(tone, 0).FindOnce(LineFinder.Find).ShouldBeEmpty();
    }

    private static SkinFrame Furrowed(int tone, double contrast)
    {
        var face = ProceduralFace.Draw(
            600,
            Tone.All[tone],
            paint: (drawn, pixels) =>
            {
                var painting = new Painting();
                Vec At(int i) => drawn.Points[i].Place;
                // Two furrows across the forehead, and the folds from the nose to the mouth.
                painting.Lines.Add(Line(At(104), At(333)));
                painting.Lines.Add(Line(At(69), At(299)));
                painting.Lines.Add(Line(At(203), At(216)));
                painting.Lines.Add(Line(At(423), At(436)));
                painting.Paint(pixels, (int)Math.Sqrt(pixels.Length / 3), drawn.PixelsPerMillimetre * Scale(pixels), contrast);
            }
        );
        var pyramid = new Pyramid(face.Picture);
        var found = FoundFaces.In(pyramid).All[0];
        return new SkinFrame(RestoredFace.Create(pyramid, found, 400), found, (600, 600), new Work(2, CancellationToken.None));

        // Small pictures are drawn larger.
        static double Scale(float[] pixels) => Math.Sqrt(pixels.Length / 3) / 600;
    }

    private static PaintedLine Line(Vec from, Vec to)
    {
        var points = Enumerable.Range(0, 101).Select(i => from + ((to - from) * (i / 100.0))).ToList();
        return new PaintedLine(points, .6, .35);
    }
}
