using System;
using Cutis.Analysis.Algorithms;
using Cutis.Analysis.Bench;
using Cutis.Analysis.Faces;
using Cutis.Imaging.Core;
using Cutis.Imaging.Photos;
using Cutis.Masks.Geometry;
using Cutis.Masks.Results;

namespace Cutis.Analysis.Tests;

/// <summary>The restored photo: the photo turned and cropped to a square, with the eyes hidden in its other form.</summary>
public class AlignedPhotoTests
{
    private static PhotoAnalysis Analyse(RgbImage picture, bool old = false) =>
        Analyser.Analyse(
            AnalyserTests.PhotoOf(picture),
            new AnalysisOptions
            {
                Algorithms = ["facial_landmarks", "quality", "redness"],
                PupilDistance = 200,
                KeepsOldRestored = old,
            }
        );

    [Theory]
    [InlineData(0)]
    [InlineData(.3)]
    [InlineData(-.5)]
    public void It_is_turned_and_cropped_and_never_scaled(double roll)
    {
        var face = ProceduralFace.Draw(1900, Tone.All[0], 0, roll);
        var restored = Analyse(face.Picture).Restored!;
        var aligned = restored.Aligned!;
        aligned.ToOriginal.Scale.ShouldBe(1, 1e-9);
        restored.ToOriginal.Scale.ShouldBeGreaterThan(1.2, "the analysis works on a smaller copy");
        var toSquare = aligned.ToOriginal.Inverse();
        var points = restored.Points.Take(468).Select(p => toSquare.Map(restored.ToOriginal.Map(p.Place))).ToArray();
        var (top, bottom) = (points.Min(p => p.Y), points.Max(p => p.Y));
        var (left, right) = (points.Min(p => p.X), points.Max(p => p.X));
        ((double)aligned.Side).ShouldBe(1.4 * (bottom - top), 1);
        (top / aligned.Side).ShouldBe(.143, .002);
        (1 - (bottom / aligned.Side)).ShouldBe(.143, .002);
        (left / aligned.Side).ShouldBe(1 - (right / aligned.Side), .002);
        (left / aligned.Side).ShouldBeGreaterThan(.14);
        var eyes = restored.Points[473].Place - restored.Points[468].Place;
        (eyes.Y / eyes.X).ShouldBe(0, .01);
    }

    [Fact]
    public void Its_pixels_are_those_of_the_photo()
    {
        var face = ProceduralFace.Draw(1200, Tone.All[1], 0, .2);
        var aligned = Analyse(face.Picture).Restored!.Aligned!;
        var picture = Read(aligned.File);
        (picture.Width, picture.Height).ShouldBe((aligned.Side, aligned.Side));
        var (sum, count) = (0.0, 0);
        for (var y = 20; y < picture.Height - 20; y += 37)
        {
            for (var x = 20; x < picture.Width - 20; x += 37)
            {
                var there = aligned.ToOriginal.Map(new Vec(x + .5, y + .5));
                if (there.X < 2 || there.Y < 2 || there.X > face.Picture.Width - 2 || there.Y > face.Picture.Height - 2)
                {
                    if (there.X < -2 || there.Y < -2 || there.X > face.Picture.Width + 2 || there.Y > face.Picture.Height + 2)
                        Value(picture, x, y).ShouldBeLessThan(24, "black beyond the photo");
                    continue;
                }

                sum += Math.Abs(Value(picture, x, y) - Value(face.Picture, (int)there.X, (int)there.Y));
                count++;
            }
        }

        count.ShouldBeGreaterThan(300);
        (sum / count).ShouldBeLessThan(5);
    }

    [Fact]
    public void Masks_lie_on_it_as_on_the_photo()
    {
        var analysis = Analyse(ProceduralFace.Draw(1900, Tone.All[0], 0, .3).Picture);
        var aligned = analysis.Restored!.Aligned!;
        var result = analysis.Answers.Single(a => a.TechName == "facial_landmarks").Result;
        var (restored, original) = (Points(result.MasksRestored!), Points(result.MasksOriginal!));
        result.MasksRestored!.Masks[0].Box.ShouldBe(ViewBox.FromPixels(aligned.Side, aligned.Side));
        restored.Length.ShouldBe(original.Length);
        foreach (var (on, there) in restored.Zip(original))
            (aligned.ToOriginal.Map(on) - there).Length.ShouldBeLessThan(.03);
    }

    [Fact]
    public void An_image_that_was_analysed_before_keeps_its_form()
    {
        var picture = ProceduralFace.Draw(1900, Tone.All[0]).Picture;
        var restored = Analyse(picture, old: true).Restored!;
        restored.Aligned.ShouldBeNull();
        restored.Size.ShouldBe((restored.Picture.Width, restored.Picture.Height));
        Read(restored.EncodeFile()).Width.ShouldBe(restored.Picture.Width);
    }

    [Fact]
    public void Nothing_of_the_eyes_is_left_in_the_anonymised_photo()
    {
        var picture = ProceduralFace.Draw(900, Tone.All[0]).Picture;
        var pyramid = new Pyramid(picture);
        var face = FoundFaces.In(pyramid).All[0];
        var (cut, toOriginal) = AlignedPhoto.Cut(pyramid, face);
        var back = toOriginal.Inverse();
        Vec[] points = [.. face.Points.Select(p => back.Map(p.Place))];
        var band = EyeCover.Band(points, cut.Width, cut.Height);
        // Both eyes with their brows, and the skin below.
        foreach (var i in new[] { 33, 263, 133, 362, 70, 300, 105, 334, 145, 374, 468, 473 })
        {
            points[i].X.ShouldBeInRange(band.Left, band.Right);
            points[i].Y.ShouldBeInRange(band.Top, band.Bottom);
        }

        var other = new RgbImage(cut.Width, cut.Height, (byte[])cut.Data.Clone());
        var random = new Random(5);
        for (var y = band.Top; y < band.Bottom; y++)
            random.NextBytes(other.Data.AsSpan(3 * ((y * other.Width) + band.Left), 3 * (band.Right - band.Left)));
        var (one, two) = (AlignedPhoto.Create(cut, toOriginal, face), AlignedPhoto.Create(other, toOriginal, face));
        one.File.ShouldNotBe(two.File);
        one.Anonymised.ShouldBe(two.Anonymised, "what was in the band makes no difference to any byte of the file");
        var hidden = Read(one.Anonymised);
        for (var y = band.Top + 8; y < band.Bottom - 8; y += 5)
        for (var x = band.Left + 8; x < band.Right - 8; x += 5)
            Value(hidden, x, y).ShouldBe(128, 3);
        Value(hidden, cut.Width / 2, band.Bottom + 20).ShouldBe(Value(Read(one.File), cut.Width / 2, band.Bottom + 20), 6);
    }

    [Fact]
    public void A_face_that_is_cut_off_is_not_measured()
    {
        var whole = ProceduralFace.Draw(1900, Tone.All[0]).Picture;
        var part = Upper(whole, .62);
        var analysis = Analyse(part);
        analysis.Faces.Count.ShouldBe(1);
        var redness = analysis.Answers.Single(a => a.TechName == "redness");
        (redness.Refusal!.Reason, redness.Result.Error).ShouldBe(("not_full_face", "Not full face"));
        analysis.Answers.Single(a => a.TechName == "facial_landmarks").Refusal.ShouldBeNull();
        Analyse(whole).Answers.ShouldAllBe(a => a.Refusal == null);
    }

    [Fact]
    public void Quality_is_told_in_words()
    {
        var good = Words(ProceduralFace.Draw(1900, Tone.All[1]).Picture);
        good.Overlay.ShouldBe("Good quality image");
        good.Tooltip.GetProperty("warn").GetArrayLength().ShouldBe(0);
        good.Tooltip.GetProperty("negative").GetArrayLength().ShouldBe(0);
        good.Tooltip.GetProperty("positive").EnumerateArray().Select(t => t.GetString()).ShouldContain("Good face resolution");
        var dark = ProceduralFace.Draw(1900, Tone.All[1]).Picture;
        var bad = Words(new RgbImage(dark.Width, dark.Height, Array.ConvertAll(dark.Data, v => (byte)(v * .12))));
        bad.Overlay.ShouldBe("The photo is too dark");
        bad.Tooltip.GetProperty("negative").EnumerateArray().Select(t => t.GetString()).ShouldContain("The photo is too dark");
    }

    private static (string? Overlay, System.Text.Json.JsonElement Tooltip) Words(RgbImage picture)
    {
        var feedback = Analyse(picture).Answers.Single(a => a.TechName == "quality").Result.Feedback;
        return (feedback.GetProperty("overlay").GetString(), feedback.GetProperty("tooltip"));
    }

    private static RgbImage Upper(RgbImage picture, double share)
    {
        var height = (int)(picture.Height * share);
        return new RgbImage(picture.Width, height, picture.Data[..(3 * picture.Width * height)]);
    }

    private static double Value(RgbImage picture, int x, int y)
    {
        var at = 3 * ((y * picture.Width) + x);
        return (picture.Data[at] + picture.Data[at + 1] + picture.Data[at + 2]) / 3.0;
    }

    private static Vec[] Points(MaskSet set) =>
        [.. set.Masks[0].Features.SelectMany(f => f.Shapes).Cast<PointShape>().Select(p => p.Centre)];

    private static RgbImage Read(byte[] file)
    {
        Photo.TryOpen(file, new PhotoLimits(), out var photo, out var error).ShouldBeTrue(error?.Message);
        return photo!.ReadRgb();
    }
}
