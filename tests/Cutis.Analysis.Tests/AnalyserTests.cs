using System;
using System.Text.Json;
using Cutis.Analysis.Algorithms;
using Cutis.Analysis.Bench;
using Cutis.Analysis.Faces;
using Cutis.Imaging.Core;
using Cutis.Imaging.Photos;
using Cutis.Masks.Geometry;
using Cutis.Masks.Results;

namespace Cutis.Analysis.Tests;

/// <summary>Whole analyses: what is answered for every kind of photo.</summary>
public class AnalyserTests
{
    private static readonly Lazy<(Photo Photo, Painting Plan)> Painted = new(() =>
    {
        var (face, plan) = TruthRun.Painted(1900, Tone.All[0], 0, 3, 1);
        return (PhotoOf(face.Picture), plan);
    });

    private static readonly string[] Every = [.. Catalogue.Algorithms.Select(a => a.TechName)];

    [Fact]
    public void What_misleads_on_photographs_runs_only_when_it_is_named()
    {
        var photo = PhotoOf(ProceduralFace.Draw(300, Tone.All[0]).Picture);
        var usual = Analyser.Analyse(photo, new AnalysisOptions()).Answers.Select(a => a.TechName);
        usual.ShouldBe(Every.Except(["pores", "skin_tone"]));
        Analyser.Analyse(photo, new AnalysisOptions { Algorithms = ["pores"] }).Answers.ShouldHaveSingleItem().TechName.ShouldBe("pores");
    }

    [Fact]
    public void Every_answer_is_a_result_of_the_documented_shape_with_its_masks_inside_the_pictures()
    {
        var photo = Painted.Value.Photo;
        var steps = new List<string>();
        var analysis = Analyser.Analyse(photo, new AnalysisOptions { Done = steps.Add, Algorithms = Every });
        analysis.Answers.Select(a => a.TechName).ShouldBe(Catalogue.Algorithms.Select(a => a.TechName));
        steps.ShouldBe(["faces", "restored", .. Catalogue.Algorithms.Select(a => a.TechName)]);
        foreach (var answer in analysis.Answers)
        {
            answer.Refusal.ShouldBeNull(answer.TechName);
            var result = Read(answer);
            var info = Catalogue.Algorithms.Single(a => a.TechName == answer.TechName);
            result.Areas!.Value.Select(a => a.AreaName).ShouldBe(info.Areas);
            foreach (var metric in result.Areas!.Value.SelectMany(a => a.Metrics))
            {
                metric.WidgetType.ShouldBeOneOf("bad_good_line", "numeric", "density", "category");
                if (metric.WidgetType is "bad_good_line" or "density" && metric.Value.ValueKind == JsonValueKind.Number)
                    metric.Value.GetDouble().ShouldBeInRange(0, 100, metric.TechName);
            }

            (result.MasksOriginal is null).ShouldBe(result.MasksRestored is null);
            foreach (
                var (masks, width, height) in new[]
                {
                    (result.MasksOriginal, photo.UprightWidth, photo.UprightHeight),
                    (result.MasksRestored, analysis.Restored!.Size.Width, analysis.Restored.Size.Height),
                }
            )
            {
                foreach (var mask in masks?.Masks ?? [])
                {
                    mask.Box.ShouldBe(ViewBox.FromPixels(width, height));
                    foreach (var p in mask.Features.SelectMany(f => f.Shapes).SelectMany(Places))
                    {
                        p.X.ShouldBeInRange(-1, width + 1, answer.TechName);
                        p.Y.ShouldBeInRange(-1, height + 1, answer.TechName);
                    }
                }
            }
        }
    }

    [Fact]
    public void What_was_painted_is_measured()
    {
        var analysis = Analyser.Analyse(
            Painted.Value.Photo,
            new AnalysisOptions { Algorithms = ["lines", "pigmentation", "acne", "pores"] }
        );
        double Metric(string algorithm, string name) =>
            Read(analysis.Answers.Single(a => a.TechName == algorithm)).MainArea!.Metrics.Single(m => m.TechName == name).Value.GetDouble();
        var plan = Painted.Value.Plan;
        Metric("pigmentation", "number_of_regions")
            .ShouldBeInRange(plan.Spots.Count(s => !s.Red) * .75, plan.Spots.Count(s => !s.Red) * 1.25);
        Metric("acne", "number_of_regions").ShouldBeInRange(plan.Spots.Count(s => s.Red) * .8, plan.Spots.Count(s => s.Red) * 1.2);
        Metric("pores", "pores_number").ShouldBeInRange(plan.Pores.Count * .8, plan.Pores.Count * 1.2);
        // Ends fade out, so what is found is a little shorter.
        var painted = plan.Lines.Sum(line => Polylines.Length(line.Points)) / ProceduralFace.Draw(1900, Tone.All[0]).PixelsPerMillimetre;
        (Metric("lines", "fine_lines_length") + Metric("lines", "deep_lines_length")).ShouldBeInRange(.7 * painted, 1.15 * painted);
    }

    [Fact]
    public void More_paint_never_raises_a_score()
    {
        var last = new Dictionary<string, double>();
        foreach (var contrast in new[] { 0, 1.0, 2 })
        {
            var photo = PhotoOf(
                contrast == 0
                    ? ProceduralFace.Draw(1900, Tone.All[1], seed: 3).Picture
                    : TruthRun.Painted(1900, Tone.All[1], 0, 3, contrast).Face.Picture
            );
            foreach (
                var answer in Analyser
                    .Analyse(photo, new AnalysisOptions { Algorithms = ["lines", "pigmentation", "acne", "pores", "uniformness"] })
                    .Answers
            )
            {
                var score = Read(answer).MainArea!.MainMetric!.Value.GetDouble();
                if (contrast == 0)
                    score.ShouldBeGreaterThanOrEqualTo(answer.TechName == "uniformness" ? 85 : 95, answer.TechName);
                else
                    score.ShouldBeLessThanOrEqualTo(last[answer.TechName], answer.TechName);
                last[answer.TechName] = score;
            }
        }
    }

    [Fact]
    public void A_photo_without_a_face_says_so_in_every_answer()
    {
        foreach (var (width, height) in new[] { (1, 1), (200, 300) })
        {
            var photo = PhotoOf(new RgbImage(width, height, new byte[width * height * 3]));
            var analysis = Analyser.Analyse(photo, new AnalysisOptions());
            analysis.Restored.ShouldBeNull();
            analysis.Answers.Length.ShouldBe(Catalogue.Usual.Count());
            foreach (var answer in analysis.Answers)
            {
                answer.Refusal!.Reason.ShouldBe("no_face");
                var result = Read(answer);
                (result.Error, result.MasksOriginal, result.Areas!.Value.Length).ShouldBe(("No face detected", null, 0));
            }
        }
    }

    [Fact]
    public void Below_its_gate_an_algorithm_says_what_it_needs()
    {
        string? Reason(PhotoAnalysis analysis, string name) => analysis.Answers.Single(a => a.TechName == name).Refusal?.Reason;
        var all = new AnalysisOptions { Algorithms = Every };
        var small = Analyser.Analyse(PhotoOf(ProceduralFace.Draw(600, Tone.All[0]).Picture), all);
        string[] demanding = ["pores", "pigmentation", "acne"];
        foreach (var name in Every)
            Reason(small, name).ShouldBe(demanding.Contains(name) ? "resolution" : null, name);
        Problems(small, "quality").ShouldNotContain("face_too_small");
        Problems(small, "lines").ShouldContain("fine_lines_need_resolution");

        var tiny = Analyser.Analyse(PhotoOf(ProceduralFace.Draw(160, Tone.All[0]).Picture), all);
        Problems(tiny, "quality").ShouldContain("face_too_small");
        foreach (var name in new[] { "redness", "lines", "skin_areas" })
            Reason(tiny, name).ShouldBe("resolution");
    }

    [Fact]
    public void A_photo_without_colour_has_no_answer_about_colour()
    {
        var grey = Analyser.Analyse(
            PhotoOf(Grey(ProceduralFace.Draw(1800, Tone.All[1]).Picture)),
            new AnalysisOptions { Algorithms = Every }
        );
        string[] coloured = ["skin_tone", "redness", "uniformness", "eye_area_condition", "pigmentation", "acne"];
        foreach (var answer in grey.Answers)
            answer.Refusal?.Reason.ShouldBe(coloured.Contains(answer.TechName) ? "greyscale" : null, answer.TechName);
        grey.Answers.Count(a => a.Refusal is not null).ShouldBe(coloured.Length);
        var red = Changed(ProceduralFace.Draw(1200, Tone.All[1]).Picture, (v, at) => at % 3 == 0 ? v : v * .35);
        Analyser.Analyse(PhotoOf(red), new AnalysisOptions { Algorithms = ["redness"] }).Answers[0].Refusal!.Reason.ShouldBe("colour_cast");
    }

    [Fact]
    public void Bad_photos_are_told_from_good_ones()
    {
        var good = ProceduralFace.Draw(1200, Tone.All[1]).Picture;
        Problems(Quality(good), "quality").ShouldBeEmpty();
        Problems(Quality(Changed(good, (v, _) => v * .12)), "quality").ShouldContain("too_dark");
        Problems(Quality(Changed(good, (v, _) => v * 1.9)), "quality").ShouldContain("overexposed");
        Problems(Quality(Changed(good, (v, at) => (at / 3 % 1200) < 600 ? v * .45 : v)), "quality").ShouldContain("uneven_light");
        Problems(Quality(Grey(good)), "quality").ShouldContain("greyscale");
        Problems(
                Quality(
                    Changed(
                        good,
                        (v, at) =>
                            (at % 3) switch
                            {
                                0 => v * 1.25,
                                2 => v * .5,
                                _ => v,
                            }
                    )
                ),
                "quality"
            )
            .ShouldContain("colour_cast");
        Problems(Quality(Blurred(good)), "quality").ShouldContain("blurred");
        Problems(Quality(Barred(good, 500, 580)), "quality").ShouldContain("eyes_hidden");
        Problems(Quality(Cut(good, 640)), "quality").ShouldContain("face_cut_off");
    }

    [Fact]
    public void Glasses_are_seen_on_who_wears_them()
    {
        Photo
            .TryOpen(
                File.ReadAllBytes(Path.Combine(Assets.Folder, "../../Cutis.Server.Tests/Assets/photo.jpg")),
                new PhotoLimits(),
                out var portrait,
                out _
            )
            .ShouldBeTrue();
        Problems(Analyser.Analyse(portrait!, new AnalysisOptions { Algorithms = ["quality"] }), "quality").ShouldContain("glasses");
        for (var tone = 0; tone < 4; tone++)
            Problems(Quality(ProceduralFace.Draw(1000, Tone.All[tone]).Picture), "quality").ShouldNotContain("glasses");
    }

    [Fact]
    public void Several_faces_are_counted_and_said()
    {
        var one = ProceduralFace.Draw(700, Tone.All[0]).Picture;
        var two = new RgbImage(1400, 700, new byte[1400 * 700 * 3]);
        for (var y = 0; y < 700; y++)
        {
            one.Data.AsSpan(y * 2100, 2100).CopyTo(two.Data.AsSpan(y * 4200));
            one.Data.AsSpan(y * 2100, 2100).CopyTo(two.Data.AsSpan((y * 4200) + 2100));
        }

        var analysis = Analyser.Analyse(PhotoOf(two), new AnalysisOptions { Algorithms = ["quality"] });
        analysis.Faces.Count.ShouldBe(2);
        Feedback(analysis.Answers[0]).GetProperty("warnings").EnumerateArray().Select(w => w.GetString()).ShouldContain("several_faces");
    }

    [Fact]
    public void What_one_photo_cannot_show_is_refused_with_the_reason()
    {
        var analysis = Analyser.Analyse(
            PhotoOf(ProceduralFace.Draw(300, Tone.All[0]).Picture),
            new AnalysisOptions { Algorithms = ["hydration", "age"] }
        );
        foreach (var answer in analysis.Answers)
        {
            answer.Refusal!.Reason.ShouldBe("not_available");
            Read(answer).Error!.ShouldContain("plug-in");
        }
    }

    [Fact]
    public void Threads_change_nothing_and_a_token_ends_the_work()
    {
        var photo = Painted.Value.Photo;
        var alone = Analyser.Analyse(photo, new AnalysisOptions { Workers = 1, Algorithms = Every });
        foreach (var workers in new[] { 2, 5 })
        {
            var shared = Analyser.Analyse(photo, new AnalysisOptions { Workers = workers, Algorithms = Every });
            foreach (var (a, b) in alone.Answers.Zip(shared.Answers))
                ResultJson.Write(b.Result).ShouldBe(ResultJson.Write(a.Result), a.TechName);
        }

        using var stop = new CancellationTokenSource();
        Should.Throw<OperationCanceledException>(() =>
            Analyser.Analyse(photo, new AnalysisOptions { Done = _ => stop.Cancel() }, stop.Token)
        );
    }

    [Fact]
    public void Sides_swap_in_the_mirror()
    {
        var picture = TruthRun.Painted(1200, Tone.All[0], 0, 5, 1).Face.Picture;
        var mirrored = new RgbImage(1200, 1200, new byte[picture.Data.Length]);
        for (var i = 0; i < 1200 * 1200; i++)
            picture.Data.AsSpan(3 * i, 3).CopyTo(mirrored.Data.AsSpan(3 * (((i / 1200) * 1200) + 1199 - (i % 1200))));
        double Uneven(RgbImage of, string area) =>
            Read(Analyser.Analyse(PhotoOf(of), new AnalysisOptions { Algorithms = ["uniformness"] }).Answers[0])
                .Areas!.Value.Single(a => a.AreaName == area)
                .SubMetrics!.Value[0]
                .Value.GetDouble();
        Uneven(mirrored, "left_cheek").ShouldBe(Uneven(picture, "right_cheek"), .15);
        Uneven(mirrored, "right_cheek").ShouldBe(Uneven(picture, "left_cheek"), .15);
    }

    private static PhotoAnalysis Quality(RgbImage picture) =>
        Analyser.Analyse(PhotoOf(picture), new AnalysisOptions { Algorithms = ["quality"] });

    internal static Photo PhotoOf(RgbImage picture) =>
        Photo.TryOpen(picture.EncodeJpeg(95), new PhotoLimits(), out var photo, out var error)
            ? photo
            : throw new InvalidOperationException(error.Message);

    internal static AlgorithmResult Read(AlgorithmAnswer answer)
    {
        // What is stored can be read, and is what was answered.
        var json = ResultJson.Write(answer.Result);
        ResultJson.TryRead(json, out var result, out var mistakes).ShouldBeTrue(string.Join("; ", mistakes));
        ResultJson.Write(result!).ShouldBe(json);
        return result!;
    }

    internal static IEnumerable<string?> HiddenAreas(AlgorithmAnswer answer) =>
        Feedback(answer).GetProperty("areas_without_skin").EnumerateArray().Select(a => a.GetString());

    private static JsonElement Feedback(AlgorithmAnswer answer) => answer.Result.Feedback;

    private static string[] Problems(PhotoAnalysis analysis, string name) =>
        [.. analysis.Answers.Single(a => a.TechName == name).Result.Problems!];

    private static IEnumerable<Vec> Places(Shape shape) =>
        shape switch
        {
            PolygonShape polygon => polygon.Rings.SelectMany(ring => ring),
            PolylineShape line => line.Points,
            PointShape point => [point.Centre],
            _ => [],
        };

    private static RgbImage Changed(RgbImage picture, Func<double, int, double> value) =>
        picture with
        {
            Data = [.. picture.Data.Select((v, at) => (byte)Math.Clamp(value(v, at), 0, 255))],
        };

    private static RgbImage Grey(RgbImage picture)
    {
        var data = new byte[picture.Data.Length];
        for (var i = 0; i < data.Length; i++)
            data[i] = picture.Data[((i / 3) * 3) + 1];
        return picture with { Data = data };
    }

    private static RgbImage Blurred(RgbImage picture)
    {
        var data = new byte[picture.Data.Length];
        const int reach = 9;
        for (var y = 0; y < picture.Height; y++)
        {
            for (var i = 0; i < picture.Width * 3; i++)
            {
                var (sum, x, c) = (0, i / 3, i % 3);
                for (var k = -reach; k <= reach; k += 3)
                for (var m = -reach; m <= reach; m += 3)
                    sum += picture.Data[
                        ((Math.Clamp(y + m, 0, picture.Height - 1) * picture.Width) + Math.Clamp(x + k, 0, picture.Width - 1)) * 3 + c
                    ];
                data[(y * picture.Width * 3) + i] = (byte)(sum / 49);
            }
        }

        return picture with
        {
            Data = data,
        };
    }

    private static RgbImage Barred(RgbImage picture, int top, int bottom) =>
        Changed(
            picture,
            (v, at) => at / 3 / picture.Width is var y && y >= top && y < bottom && at / 3 % picture.Width is > 330 and < 870 ? 12 : v
        );

    private static RgbImage Cut(RgbImage picture, int width)
    {
        var data = new byte[width * picture.Height * 3];
        for (var y = 0; y < picture.Height; y++)
            picture.Data.AsSpan(y * picture.Width * 3, width * 3).CopyTo(data.AsSpan(y * width * 3));
        return new RgbImage(width, picture.Height, data);
    }
}
