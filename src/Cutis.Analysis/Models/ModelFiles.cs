using Cutis.Analysis.TfLite;

namespace Cutis.Analysis.Models;

/// <summary>The embedded models; NOTICE.md in this folder states their origin.</summary>
internal static class ModelFiles
{
    private static readonly Lazy<Graph> Near = new(() => Load("face_detection_short_range.tflite"));
    private static readonly Lazy<Graph> Far = new(() => Load("face_detection_full_range.tflite"));
    private static readonly Lazy<Graph> Mesh = new(() => Load("face_landmark_with_attention.tflite"));
    private static readonly Lazy<Graph> OfPixels = new(() => Load("face_classes.tflite"));
    private static readonly Lazy<Graph> OfLines = new(() => Load("face_lines.tflite"));

    /// <summary>Tells skin, hair, facial hair, objects, eyes and brows apart.</summary>
    public static Graph Classes => OfPixels.Value;

    /// <summary>Finds lines of the skin.</summary>
    public static Graph Lines => OfLines.Value;

    /// <summary>Detects faces that fill much of the picture.</summary>
    public static Graph ShortRange => Near.Value;

    /// <summary>Detects small and numerous faces.</summary>
    public static Graph FullRange => Far.Value;

    /// <summary>Computes 478 landmarks.</summary>
    public static Graph Landmarks => Mesh.Value;

    /// <summary>The bytes of an embedded file.</summary>
    public static byte[] Read(string name)
    {
        using var stream =
            typeof(ModelFiles).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"{name} is not embedded");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static Graph Load(string name) =>
        GraphReader.TryRead(Read("models/" + name), out var graph, out var error)
            ? graph
            : throw new InvalidOperationException($"{name} {error}");
}
