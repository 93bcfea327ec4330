using System;
using System.Diagnostics;
using System.Text.Json;
using Cutis.Analysis.Algorithms;
using Cutis.Analysis.Bench;
using Cutis.Analysis.Faces;
using Cutis.Imaging.Core;
using Cutis.Imaging.Photos;
using Cutis.Masks.Geometry;

namespace Cutis.Analysis.Tests;

/// <summary>Faces where there are some, and none where there is none.</summary>
public class FaceTests
{
    public static TheoryData<int, double, int> Drawn()
    {
        var data = new TheoryData<int, double, int>();
        for (var tone = 0; tone < 4; tone++)
            foreach (var yaw in new[] { 0, .35, -.35, .52 })
                data.Add(tone, yaw, 700);
        foreach (var size in new[] { 110, 300, 2000 })
            data.Add(size % 4, 0, size);
        return data;
    }

    [Theory]
    [MemberData(nameof(Drawn))]
    public void Drawn_faces_are_found_and_their_landmarks_lie_where_they_were_drawn(int tone, double yaw, int size)
    {
        var face = ProceduralFace.Draw(size, Tone.All[tone], yaw);
        var found = FoundFaces.In(new Pyramid(face.Picture)).All.ShouldHaveSingleItem();
        found.Certainty.ShouldBeGreaterThan(.99);
        var error = ErrorOf(found, face);
        // Turned by 30° the far side is a guess.
        error.ShouldBeLessThan(Math.Abs(yaw) > .4 ? .05 : .035, $"{error:0.0000}");
        Math.Abs(found.Pose.Yaw - (yaw * 180 / Math.PI)).ShouldBeLessThan(8, $"yaw {found.Pose.Yaw:0.0}");
        Math.Abs(found.Pose.Pitch).ShouldBeLessThan(5, $"pitch {found.Pose.Pitch:0.0}");
    }

    [Fact]
    public void Landmarks_are_off_by_less_than_three_and_a_half_percent_in_the_mean()
    {
        var faces = Enumerable
            .Range(0, 4)
            .SelectMany(tone => new[] { 0, .35, -.35, .52, -.52 }.Select(yaw => ProceduralFace.Draw(700, Tone.All[tone], yaw)));
        faces.Average(face => ErrorOf(FoundFaces.In(new Pyramid(face.Picture)).All[0], face)).ShouldBeLessThan(.035);
    }

    // The mean distance of the landmarks from where they were drawn, in distances of the outer corners of the eyes.
    private static double ErrorOf(Face found, ProceduralFace face)
    {
        var outer = (face.Points[33].Place - face.Points[263].Place).Length;
        return Enumerable.Range(0, 468).Average(i => (found.Points[i].Place - face.Points[i].Place).Length) / outer;
    }

    [Theory]
    [InlineData(.3)]
    [InlineData(-.5)]
    public void A_tilted_head_is_set_upright(double roll)
    {
        var face = ProceduralFace.Draw(700, Tone.All[0], 0, roll);
        var found = FoundFaces.In(new Pyramid(face.Picture)).All[0];
        (found.Pose.Roll * Math.PI / 180).ShouldBe(roll, .05);
        var restored = RestoredFace.Create(new Pyramid(face.Picture), found, 400);
        (restored.Points[473].Y - restored.Points[468].Y).ShouldBe(0, 1.0);
        foreach (var p in new[] { new Vec(0, 0), new Vec(100, 200), new Vec(restored.Picture.Width, restored.Picture.Height) })
            (restored.ToOriginal.Inverse().Map(restored.ToOriginal.Map(p)) - p).Length.ShouldBeLessThan(1e-6);
    }

    [Fact]
    public void Real_portraits_have_one_face_of_human_measure()
    {
        var picture = Open(File.ReadAllBytes(Path.Combine(Assets.Folder, "../../Cutis.Server.Tests/Assets/photo.jpg")));
        var face = FoundFaces.In(new Pyramid(picture)).All.ShouldHaveSingleItem();
        var width = (face.Points[234].Place - face.Points[454].Place).Length;
        (face.PupilDistance / width).ShouldBeInRange(.42, .48);
        face.PupilDistance.ShouldBeInRange(82, 87);
        width.ShouldBeInRange(180, 192);
    }

    [Fact]
    public void Every_face_of_a_group_is_found_and_the_largest_comes_first()
    {
        var sizes = new[] { 260, 340, 200 };
        var picture = new RgbImage(900, 400, new byte[900 * 400 * 3]);
        Array.Fill(picture.Data, (byte)150);
        var left = 0;
        for (var i = 0; i < 3; i++)
        {
            var one = ProceduralFace.Draw(sizes[i], Tone.All[i]).Picture;
            for (var y = 0; y < one.Height; y++)
                one.Data.AsSpan(y * one.Width * 3, one.Width * 3).CopyTo(picture.Data.AsSpan((((y + 30) * 900) + left) * 3));
            left += sizes[i] + 20;
        }

        var faces = FoundFaces.In(new Pyramid(picture)).All;
        faces.Count.ShouldBe(3);
        faces[0].Box.Left.ShouldBeInRange(280, 450);
    }

    [Fact]
    public void There_is_no_face_where_there_is_none()
    {
        var random = new Random(5);
        for (var kind = 0; kind < 24; kind++)
        {
            var (width, height) = (64 + (kind * 37 % 500), 64 + (kind * 53 % 500));
            var picture = new RgbImage(width, height, new byte[width * height * 3]);
            for (var i = 0; i < picture.Data.Length; i++)
            {
                var (x, y, c) = (i / 3 % width, i / 3 / width, i % 3);
                picture.Data[i] = (byte)(kind % 6) switch
                {
                    0 => (byte)random.Next(256),
                    1 => (byte)(x * 255 / width),
                    2 => (byte)(((x / 16) + (y / 16)) % 2 * 255),
                    3 => (byte)(128 + (100 * Math.Sin(x * .05 * (kind + 1)) * Math.Cos(y * .07))),
                    4 => (byte)(y < height / 2 ? 200 - (c * 20) : 60 + (c * 10) + random.Next(30)),
                    _ => (byte)(
                        ((x - (width / 2)) * (x - (width / 2))) + ((y - (height / 2)) * (y - (height / 2))) < 2500 ? 200 - (c * 40) : 40
                    ),
                };
            }

            FoundFaces.In(new Pyramid(picture)).All.ShouldBeEmpty($"kind {kind}");
        }

        foreach (var size in new[] { 1, 2, 3, 7 })
            FoundFaces.In(new Pyramid(new RgbImage(size, size, new byte[size * size * 3]))).All.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("cat")]
    [InlineData("landscape")]
    [InlineData("bricks")]
    [InlineData("leaves")]
    [InlineData("dog")]
    [InlineData("owl")]
    public async Task There_is_no_face_on_animals_landscapes_and_walls(string name) =>
        FoundFaces.In(new Pyramid(await DrawnAsync(name))).All.ShouldBeEmpty();

    private static async Task<RgbImage> DrawnAsync(string name)
    {
        var start = new ProcessStartInfo("rsvg-convert", ["-w", "800", "-f", "png", Path.Combine(Assets.Folder, "faceless", name + ".svg")])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(start)!;
        using var png = new MemoryStream();
        await process.StandardOutput.BaseStream.CopyToAsync(png);
        return Open(png.ToArray());
    }

    internal static RgbImage Open(byte[] file) =>
        Photo.TryOpen(file, new PhotoLimits(), out var photo, out var error)
            ? photo.ReadRgb()
            : throw new InvalidOperationException(error.Message);
}
