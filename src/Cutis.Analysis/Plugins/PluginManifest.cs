using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Cutis.Analysis.Faces;
using Cutis.Masks.Colours;
using Cutis.Masks.Results;

namespace Cutis.Analysis.Plugins;

/// <summary>What computes a plug-in's answers.</summary>
public enum PluginKind
{
    /// <summary>A TFLite file, run by the built-in interpreter.</summary>
    TfLite,

    /// <summary>An ONNX file, run by ONNX Runtime.</summary>
    Onnx,

    /// <summary>An analyser behind a URL of the operator.</summary>
    Http,
}

/// <summary>What the output of a model means.</summary>
public enum PluginOutput
{
    /// <summary>A picture of probabilities; regions above the threshold become polygons.</summary>
    Segmentation,

    /// <summary>A picture of intensities, 0..1, which becomes levels.</summary>
    Heat,

    /// <summary>A list of points: x and y as parts of the crop, and optionally a score as the third number.</summary>
    Points,

    /// <summary>One number.</summary>
    Score,
}

/// <summary>How a plug-in is run and its output read: its <c>manifest.json</c>.</summary>
public sealed record PluginManifest
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
        AllowTrailingCommas = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
    };

    /// <summary><c>tflite</c>, <c>onnx</c> or <c>http</c>.</summary>
    public string Kind { get; init; } = "";

    /// <summary>The algorithm for which it answers.</summary>
    public string TechName { get; init; } = "";

    /// <summary>Display name; the technical name when missing.</summary>
    public string? Name { get; init; }

    /// <summary>To be raised with every change of the model.</summary>
    public int Version { get; init; } = 1;

    /// <summary>The model's file, beside the manifest; <c>model.tflite</c> or <c>model.onnx</c> when missing.</summary>
    public string? File { get; init; }

    /// <summary>URL of an HTTP analyser.</summary>
    public string? Address { get; init; }

    /// <summary>Time limit of an answer in seconds.</summary>
    public double TimeoutSeconds { get; init; } = 10;

    /// <summary>
    /// <c>face</c> or the name of a facial area: the part of the restored image that the model receives, scaled to fit and padded with
    /// black.
    /// </summary>
    public string Crop { get; init; } = "face";

    /// <summary>Minimum resolution of the photo on the face, in pixels per millimetre.</summary>
    public double MinPixelsPerMillimetre { get; init; }

    /// <summary>The model's input.</summary>
    public InputFormat Input { get; init; } = new();

    /// <summary>The model's output.</summary>
    public OutputFormat Output { get; init; } = new();

    /// <summary>Recommended colour of the mask in CSS.</summary>
    public string? Fill { get; init; }

    /// <summary>Areas that receive a metric; only <c>face</c> when missing.</summary>
    public ImmutableArray<string> Areas { get; init; } = ["face"];

    /// <summary>The kind as a value.</summary>
    internal PluginKind KindValue =>
        Kind switch
        {
            "tflite" => PluginKind.TfLite,
            "onnx" => PluginKind.Onnx,
            _ => PluginKind.Http,
        };

    /// <summary>A model's input: red, green and blue as (value − mean) / std, with values of 0..255.</summary>
    public sealed record InputFormat
    {
        /// <summary>Width in pixels; 0 means that of the TFLite model.</summary>
        public int Width { get; init; }

        /// <summary>Height in pixels.</summary>
        public int Height { get; init; }

        /// <summary><c>NHWC</c> or <c>NCHW</c>.</summary>
        public string Layout { get; init; } = "NHWC";

        /// <summary>One value per channel.</summary>
        public ImmutableArray<float> Mean { get; init; } = [0, 0, 0];

        /// <summary>One value above 0 per channel.</summary>
        public ImmutableArray<float> Std { get; init; } = [255, 255, 255];
    }

    /// <summary>A model's output.</summary>
    public sealed record OutputFormat
    {
        /// <summary><c>segmentation</c>, <c>heat</c>, <c>points</c> or <c>score</c>.</summary>
        public string Kind { get; init; } = "segmentation";

        /// <summary>The output's name; the first when missing.</summary>
        public string? Name { get; init; }

        /// <summary>Index of the channel in an output with several.</summary>
        public int Channel { get; init; }

        /// <summary>Width of an output picture; 0 means that of the input.</summary>
        public int Width { get; init; }

        /// <summary>Height of an output picture.</summary>
        public int Height { get; init; }

        /// <summary>Number of channels of an output picture.</summary>
        public int Channels { get; init; } = 1;

        /// <summary><c>none</c> or <c>sigmoid</c>: applied to the output first.</summary>
        public string Activation { get; init; } = "none";

        /// <summary>Threshold of probabilities and of scores of points.</summary>
        public double Threshold { get; init; } = .5;

        /// <summary>Factor of a score.</summary>
        public double Scale { get; init; } = 1;

        internal PluginOutput KindValue => Enum.Parse<PluginOutput>(Kind, ignoreCase: true);
    }

    /// <summary>Reads and checks a manifest.</summary>
    /// <param name="json">The contents of the file.</param>
    /// <param name="manifest">The manifest, when it is valid.</param>
    /// <param name="error">What is wrong, naming the key.</param>
    public static bool TryRead(
        ReadOnlySpan<byte> json,
        [NotNullWhen(true)] out PluginManifest? manifest,
        [NotNullWhen(false)] out string? error
    )
    {
        (manifest, error) = (null, null);
        try
        {
            manifest = JsonSerializer.Deserialize<PluginManifest>(json, Json);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            error = $"manifest.json cannot be read: {e.Message}";
            return false;
        }

        if (manifest is null)
            error = "manifest.json is empty";
        else if (manifest.FindError() is { } found)
            (manifest, error) = (null, found);
        return manifest is not null;
    }

    private string? FindError()
    {
        if (Kind is not ("tflite" or "onnx" or "http"))
            return $"kind must be tflite, onnx or http, not \"{Kind}\"";
        if (!AlgorithmName.TryParse(TechName, out var name) || name.Value != TechName)
            return "tech_name must be the canonical name of an algorithm (letters, digits, underscores, hyphens, "
                + $"dots), not \"{TechName}\"";
        if (Version < 1)
            return $"version must be at least 1, not {Version}";
        if (TimeoutSeconds is not (> 0 and <= 600))
            return $"timeout_seconds must be above 0 and at most 600, not {TimeoutSeconds}";
        if (Kind == "http")
            return Uri.TryCreate(Address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
                ? null
                : $"address must be an http or https address, not \"{Address}\"";
        if (Address is not null)
            return "address is for kind http alone";
        if (File is not null && (Path.GetFileName(File) != File || File.Length == 0))
            return $"file must be the name of a file beside the manifest, not \"{File}\"";
        if (!AreaShapes.Areas.ContainsKey(Crop))
            return $"crop must be face or the name of a facial area, not \"{Crop}\"";
        if (Areas.IsDefaultOrEmpty || Areas.FirstOrDefault(a => !AreaShapes.Areas.ContainsKey(a)) is not null)
            return "areas must name facial areas";
        if (Fill is not null && !CssColour.TryParse(Fill, out _))
            return $"fill must be a CSS colour, not \"{Fill}\"";
        if (Input.Layout is not ("NHWC" or "NCHW"))
            return $"input.layout must be NHWC or NCHW, not \"{Input.Layout}\"";
        if (Input.Width is < 0 or > 2048 || Input.Height is < 0 or > 2048)
            return $"input.width and input.height must be from 0 to 2048, not {Input.Width} and {Input.Height}";
        if (Kind == "onnx" && (Input.Width == 0 || Input.Height == 0))
            return "input.width and input.height are needed for an ONNX model";
        if (Input.Mean.Length != 3 || Input.Std.Length != 3 || Input.Std.Any(s => !(s > 0)))
            return "input.mean and input.std must have three numbers, those of std above 0";
        if (!Enum.TryParse<PluginOutput>(Output.Kind, ignoreCase: true, out _) || int.TryParse(Output.Kind, out _))
            return $"output.kind must be segmentation, heat, points or score, not \"{Output.Kind}\"";
        if (Output.Activation is not ("none" or "sigmoid"))
            return $"output.activation must be none or sigmoid, not \"{Output.Activation}\"";
        if (Output.Channels is < 1 or > 1024 || Output.Channel < 0 || Output.Channel >= Output.Channels)
            return "output.channel must be one of output.channels";
        return Output.Width is < 0 or > 2048 || Output.Height is < 0 or > 2048
            ? "output.width and output.height must be from 0 to 2048"
            : null;
    }
}
