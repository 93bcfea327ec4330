using System.Collections.Immutable;
using Cutis.Analysis.Algorithms;
using Cutis.Analysis.Faces;
using Cutis.Analysis.Planes;
using Cutis.Analysis.Skin;
using Cutis.Masks.Geometry;
using Cutis.Masks.Results;

namespace Cutis.Analysis.Plugins;

/// <summary>An algorithm that runs a model of the operator as its manifest describes.</summary>
public sealed class ModelPlugin : IAlgorithm
{
    private readonly IPluginModel _model;
    private readonly (int Width, int Height) _size;

    /// <exception cref="PluginException">Manifest and model do not match.</exception>
    public ModelPlugin(PluginManifest manifest, IPluginModel model)
    {
        (Manifest, _model) = (manifest, model);
        var (width, height) = model.InputSize ?? (manifest.Input.Width, manifest.Input.Height);
        if (width <= 0 || height <= 0)
            throw new PluginException("input.width and input.height are needed: the model does not say");
        if (manifest.Input.Width != 0 && (manifest.Input.Width, manifest.Input.Height) != (width, height))
            throw new PluginException(
                $"input is {manifest.Input.Width} × {manifest.Input.Height} in the manifest and {width} × {height} in the model"
            );
        _size = (width, height);
        Gate = new Requirements(manifest.MinPixelsPerMillimetre, false);
    }

    /// <summary>How the model is run and its output read.</summary>
    public PluginManifest Manifest { get; }

    /// <summary>The algorithm for which it answers.</summary>
    public string TechName => Manifest.TechName;

    /// <summary>Version of the model.</summary>
    public int Version => Manifest.Version;

    /// <summary>Only its owner can say more.</summary>
    public AlgorithmStatus Status => AlgorithmStatus.Experimental;

    internal Requirements Gate { get; }

    Requirements IAlgorithm.Gate => Gate;

    /// <summary>Areas with a metric.</summary>
    public IReadOnlyList<string> Areas => Manifest.Areas;

    private string Name => Manifest.Name ?? TechName.Replace('_', ' ');

    Finding IAlgorithm.Find(SkinFrame frame)
    {
        var toRestored = Crop(frame);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(frame.Work.Stop);
        limit.CancelAfter(TimeSpan.FromSeconds(Manifest.TimeoutSeconds));
        float[] numbers;
        try
        {
            numbers = _model.Run(Input(frame, toRestored), Manifest.Output.Name, limit.Token);
        }
        catch (OperationCanceledException) when (!frame.Work.Stop.IsCancellationRequested)
        {
            throw new PluginException($"The plug-in did not answer within {Manifest.TimeoutSeconds:0.#} seconds");
        }

        if (numbers.Any(n => !float.IsFinite(n)))
            throw new PluginException("The plug-in answered numbers that are not finite");
        if (Manifest.Output.Activation == "sigmoid")
            numbers = Array.ConvertAll(numbers, n => 1 / (1 + MathF.Exp(-n)));
        return Manifest.Output.KindValue switch
        {
            PluginOutput.Score => Score(numbers),
            PluginOutput.Points => Points(frame, numbers, toRestored),
            PluginOutput.Heat => Heat(frame, Picture(numbers), toRestored),
            _ => Segmentation(frame, Picture(numbers), toRestored),
        };
    }

    // The whole restored image, or the box around an area, centred in the input.
    private Similarity Crop(SkinFrame frame)
    {
        var (left, top, right, bottom) = (0.0, 0.0, (double)frame.Width, (double)frame.Height);
        if (Manifest.Crop != "face")
        {
            var outline = frame.Outline(Manifest.Crop);
            (left, right) = (outline.Min(p => p.X), outline.Max(p => p.X));
            (top, bottom) = (outline.Min(p => p.Y), outline.Max(p => p.Y));
        }

        var scale = Math.Max((right - left) / _size.Width, (bottom - top) / _size.Height);
        return Similarity.Around(new Vec(_size.Width / 2.0, _size.Height / 2.0), new Vec((left + right) / 2, (top + bottom) / 2), scale, 0);
    }

    private float[] Input(SkinFrame frame, Similarity toRestored)
    {
        var pixels = new Pyramid(frame.Restored.Picture).Sample(_size.Width, _size.Height, toRestored).Data;
        var (count, format) = (_size.Width * _size.Height, Manifest.Input);
        var input = new float[3 * count];
        for (var i = 0; i < pixels.Length; i++)
        {
            var channel = i % 3;
            input[format.Layout == "NHWC" ? i : (channel * count) + (i / 3)] = (pixels[i] - format.Mean[channel]) / format.Std[channel];
        }

        return input;
    }

    private Plane Picture(float[] numbers)
    {
        var format = Manifest.Output;
        var (width, height) = (format.Width == 0 ? _size.Width : format.Width, format.Height == 0 ? _size.Height : format.Height);
        if (numbers.Length != width * height * format.Channels)
            throw new PluginException(
                $"The plug-in answered {numbers.Length} numbers where {width} × {height} × {format.Channels} are a picture"
            );
        var plane = new Plane(width, height);
        for (var i = 0; i < plane.Data.Length; i++)
            plane.Data[i] =
                Manifest.Input.Layout == "NHWC"
                    ? numbers[(i * format.Channels) + format.Channel]
                    : numbers[(format.Channel * width * height) + i];
        return plane;
    }

    // Maps pixels of an output picture to the restored image.
    private Similarity FromPicture(Plane picture, Similarity toRestored)
    {
        var scale = (double)_size.Width / picture.Width;
        return toRestored with { A = toRestored.A * scale, B = toRestored.B * scale };
    }

    private Finding Segmentation(SkinFrame frame, Plane picture, Similarity toRestored)
    {
        var place = FromPicture(picture, toRestored);
        var rings = Contours
            .Trace(picture, Manifest.Output.Threshold, 1, .3)
            .Select(ring => ring.Select(place.Map).ToImmutableArray())
            .ToImmutableArray();
        var inside = PixelMask.Fill(frame.Width, frame.Height, rings.Select(ring => (IReadOnlyList<Vec>)ring));
        ImmutableArray<Feature> features = rings.IsEmpty ? [] : [new Feature([new PolygonShape(rings)], 1)];
        return new Finding(
            Shares(frame, (here, all) => 100.0 * inside.And(here).Count / all, "Share of the area"),
            [Mask(MaskKind.Polygon, features)]
        );
    }

    private Finding Heat(SkinFrame frame, Plane picture, Similarity toRestored)
    {
        var back = FromPicture(picture, toRestored).Inverse();
        var heat = new Plane(frame.Width, frame.Height);
        for (var y = 0; y < heat.Height; y++)
        {
            for (var x = 0; x < heat.Width; x++)
            {
                var p = back.Map(new Vec(x + .5, y + .5));
                var outside = p.X < 0 || p.Y < 0 || p.X >= picture.Width || p.Y >= picture.Height;
                heat.Data[(y * heat.Width) + x] = outside ? 0 : Math.Clamp(picture.At(p.X - .5, p.Y - .5), 0, 1);
            }
        }

        double Mean(PixelMask here, int all)
        {
            var sum = 0.0;
            for (var i = 0; i < heat.Data.Length; i++)
                sum += here.Data[i] * heat.Data[i];
            return 100 * sum / all;
        }

        return new Finding(Shares(frame, Mean, "Mean heat, percent"), [Mask(MaskKind.HeatMap, HeatLevels.Create(frame, heat))]);
    }

    private Finding Points(SkinFrame frame, float[] numbers, Similarity toRestored)
    {
        var step = numbers.Length % 3 == 0 && Manifest.Output.Channels != 2 ? 3 : 2;
        if (numbers.Length % step != 0)
            throw new PluginException($"The plug-in answered {numbers.Length} numbers, which are no list of points");
        var points = new List<Vec>();
        for (var i = 0; i < numbers.Length; i += step)
            if (step == 2 || numbers[i + 2] >= Manifest.Output.Threshold)
                points.Add(toRestored.Map(new Vec(numbers[i] * _size.Width, numbers[i + 1] * _size.Height)));
        var areas = Manifest.Areas.Select(area =>
        {
            var here = frame.Area(area);
            return new AreaFinding(
                area,
                Measure.Raw(TechName + "_number", Name, points.Count(p => area == "face" || here[(int)p.X, (int)p.Y])),
                []
            );
        });
        ImmutableArray<Feature> features = points.Count == 0 ? [] : [new Feature([.. points.Select(p => (Shape)new PointShape(p, 0))], 1)];
        return new Finding([.. areas], [Mask(MaskKind.Point, features)]);
    }

    private Finding Score(float[] numbers)
    {
        if (numbers.Length != 1)
            throw new PluginException($"The plug-in answered {numbers.Length} numbers where one is a score");
        return new Finding([new AreaFinding("face", Measure.Raw(TechName + "_score", Name, numbers[0] * Manifest.Output.Scale), [])], null);
    }

    private ImmutableArray<AreaFinding> Shares(SkinFrame frame, Func<PixelMask, int, double> share, string what) =>
        [
            .. Manifest.Areas.Select(area =>
            {
                var here = frame.Area(area);
                return new AreaFinding(
                    area,
                    Measure.Share(TechName + "_density", $"{Name}: {what}", share(here, Math.Max(1, here.Count))),
                    []
                );
            }),
        ];

    private FoundMask Mask(MaskKind kind, ImmutableArray<Feature> features) =>
        new(kind, Name, TechName + "_mask", TechName + "_mask_original", Manifest.Fill, features);
}
