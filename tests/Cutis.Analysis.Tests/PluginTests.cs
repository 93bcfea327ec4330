using System;
using System.Text;
using Cutis.Analysis.Algorithms;
using Cutis.Analysis.Bench;
using Cutis.Analysis.Plugins;
using Cutis.Masks.Results;

namespace Cutis.Analysis.Tests;

/// <summary>Models of somebody else's: manifests, and what becomes of good and bad answers.</summary>
public class PluginTests
{
    private const string Heat =
        """{"kind":"tflite","tech_name":"redder","input":{"std":[255,255,255]},"output":{"kind":"heat"},"areas":["face","nose"]}""";

    [Fact]
    public void The_worked_examples_hold_the_models_that_they_speak_of()
    {
        foreach (var (name, model) in new[] { ("tflite/model.tflite", TinyModels.TfLite()), ("onnx/model.onnx", TinyModels.Onnx()) })
        {
            var path = Path.Combine(Assets.Folder, "../../../docs/plugins", name);
            if (Environment.GetEnvironmentVariable("CUTIS_ACCEPT") == "1")
                File.WriteAllBytes(path, model);
            File.ReadAllBytes(path).ShouldBe(model);
        }
    }

    [Fact]
    public void A_heat_model_becomes_levels_and_metrics()
    {
        var answer = Run(Heat, new Numbers(input => [.. Enumerable.Range(0, 64 * 64).Select(i => i / 64 < 32 ? 0f : 1)]));
        answer.Refusal.ShouldBeNull();
        var result = AnalyserTests.Read(answer);
        result.MasksOriginal!.Masks.ShouldHaveSingleItem().Kind.ShouldBe(MaskKind.HeatMap);
        result.Areas!.Value.Select(a => a.AreaName).ShouldBe(["face", "nose"]);
        result.Areas!.Value[0].MainMetric!.Value.GetDouble().ShouldBeInRange(30, 70);
        // And the real one through the interpreter.
        TfLiteModel.TryRead(TinyModels.TfLite(), out var model, out _).ShouldBeTrue();
        var real = AnalyserTests.Read(Run(Heat, model));
        real.MasksRestored!.Masks[0].Features.ShouldNotBeEmpty("lips are redder than skin");
    }

    [Fact]
    public void Segmentations_points_and_scores_are_read_too()
    {
        var segmentation = AnalyserTests.Read(
            Run(
                """{"kind":"tflite","tech_name":"x1","output":{"kind":"segmentation","threshold":0.6},"crop":"nose","fill":"#00ff00"}""",
                new Numbers(_ =>
                    [.. Enumerable.Range(0, 64 * 64).Select(i => Math.Abs((i % 64) - 32) + Math.Abs((i / 64) - 32) < 12 ? .9f : .1f)]
                )
            )
        );
        var mask = segmentation.MasksRestored!.Masks[0];
        (mask.Kind, mask.TechName, mask.Fill!.ToString()).ShouldBe((MaskKind.Polygon, "x1_mask", "rgba(0,255,0,1)"));
        mask.ShapeCount.ShouldBe(1);

        var points = AnalyserTests.Read(
            Run(
                """{"kind":"tflite","tech_name":"x2","output":{"kind":"points","threshold":0.5}}""",
                new Numbers(_ => [.5f, .5f, .9f, .2f, .2f, .1f])
            )
        );
        points.MasksRestored!.Masks[0].ShapeCount.ShouldBe(1, "one is below the threshold");
        points.MainArea!.MainMetric!.Value.GetDouble().ShouldBe(1);

        var score = AnalyserTests.Read(
            Run("""{"kind":"tflite","tech_name":"age","output":{"kind":"score","scale":100}}""", new Numbers(_ => [.34f]))
        );
        score.MainArea!.MainMetric!.Value.GetDouble().ShouldBe(34, .001);
        score.MasksOriginal.ShouldBeNull();
    }

    [Fact]
    public void A_bad_answer_fails_its_own_algorithm_alone()
    {
        (string Model, Func<float[], float[]> Answer, string Words)[] cases =
        [
            (Heat, _ => new float[10], "64 × 64 × 1"),
            (Heat, _ => [.. Enumerable.Repeat(float.NaN, 64 * 64)], "not finite"),
            (Heat, _ => throw new PluginException("no memory"), "no memory"),
            (
                """{"kind":"tflite","tech_name":"redder","timeout_seconds":0.05,"output":{"kind":"score"}}""",
                _ => null!,
                "within 0.1 seconds"
            ),
            ("""{"kind":"tflite","tech_name":"redder","output":{"kind":"score"}}""", _ => new float[2], "where one is a score"),
        ];
        foreach (var (manifest, output, words) in cases)
        {
            var analysis = Analyse(manifest, new Numbers(output), ["redder", "facial_landmarks"]);
            var answer = analysis.Answers.Single(a => a.TechName == "redder");
            answer.Refusal!.Reason.ShouldBe("plugin_failed");
            answer.Refusal.Message.ShouldContain(words);
            analysis.Answers.Single(a => a.TechName == "facial_landmarks").Refusal.ShouldBeNull();
        }
    }

    [Theory]
    [InlineData("{", "cannot be read")]
    [InlineData("[]", "cannot be read")]
    [InlineData("null", "is empty")]
    [InlineData("""{"kind":"python"}""", "kind must be")]
    [InlineData("""{"kind":"tflite","tech_name":"a b"}""", "tech_name must be")]
    [InlineData("""{"kind":"tflite","tech_name":"x","colour":1}""", "colour")]
    [InlineData("""{"kind":"tflite","tech_name":"x","crop":"ear"}""", "crop must be")]
    [InlineData("""{"kind":"tflite","tech_name":"x","file":"../model"}""", "file must be")]
    [InlineData("""{"kind":"tflite","tech_name":"x","fill":"reddish"}""", "fill must be")]
    [InlineData("""{"kind":"tflite","tech_name":"x","areas":["ear"]}""", "areas must")]
    [InlineData("""{"kind":"tflite","tech_name":"x","output":{"kind":"magic"}}""", "output.kind must be")]
    [InlineData("""{"kind":"tflite","tech_name":"x","output":{"channel":3}}""", "output.channel must be")]
    [InlineData("""{"kind":"tflite","tech_name":"x","input":{"layout":"CHW"}}""", "input.layout must be")]
    [InlineData("""{"kind":"tflite","tech_name":"x","input":{"std":[1,0,1]}}""", "std")]
    [InlineData("""{"kind":"tflite","tech_name":"x","timeout_seconds":0}""", "timeout_seconds must be")]
    [InlineData("""{"kind":"onnx","tech_name":"x"}""", "input.width")]
    [InlineData("""{"kind":"http","tech_name":"x","address":"ftp://x"}""", "address must be")]
    [InlineData("""{"kind":"http","tech_name":"x"}""", "address must be")]
    public void A_wrong_manifest_is_told_by_its_key(string json, string words)
    {
        PluginManifest.TryRead(Encoding.UTF8.GetBytes(json), out _, out var error).ShouldBeFalse();
        error!.ShouldContain(words);
    }

    [Fact]
    public void A_model_that_the_interpreter_does_not_know_is_refused_by_name()
    {
        TfLiteModel.TryRead(TinyModels.TfLite(operatorCode: 16), out _, out var error).ShouldBeFalse();
        error.ShouldContain("LSTM");
    }

    private static AlgorithmAnswer Run(string manifest, IPluginModel model) =>
        Analyse(manifest, model, null).Answers.Single(a => a.TechName == Manifest(manifest).TechName);

    private static PhotoAnalysis Analyse(string manifest, IPluginModel model, string[]? algorithms) =>
        Analyser.Analyse(
            AnalyserTests.PhotoOf(ProceduralFace.Draw(500, Tone.All[0]).Picture),
            new AnalysisOptions
            {
                Algorithms = algorithms ?? [Manifest(manifest).TechName],
                Plugins = [new ModelPlugin(Manifest(manifest), model)],
            }
        );

    private static PluginManifest Manifest(string json)
    {
        PluginManifest.TryRead(Encoding.UTF8.GetBytes(json), out var manifest, out var error).ShouldBeTrue(error);
        return manifest!;
    }

    /// <summary>A model that answers as a test wants; null means not at all.</summary>
    private sealed class Numbers(Func<float[], float[]?> answer) : IPluginModel
    {
        public (int Width, int Height)? InputSize => (64, 64);

        public float[] Run(float[] input, string? output, CancellationToken cancellation)
        {
            input.Length.ShouldBe(64 * 64 * 3);
            if (answer(input) is { } numbers)
                return numbers;
            cancellation.WaitHandle.WaitOne();
            throw new OperationCanceledException(cancellation);
        }
    }
}
