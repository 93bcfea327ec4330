using System.Diagnostics.CodeAnalysis;
using Cutis.Analysis.TfLite;

namespace Cutis.Analysis.Plugins;

/// <summary>A network supplied by the operator.</summary>
public interface IPluginModel
{
    /// <summary>Size of its input in pixels, when the file states it.</summary>
    (int Width, int Height)? InputSize { get; }

    /// <summary>Runs the network.</summary>
    /// <param name="input">Red, green and blue of each pixel, in the layout of the manifest.</param>
    /// <param name="output">Name of the output; the first one when null.</param>
    /// <param name="cancellation">Cancels the work, where the runtime supports it.</param>
    /// <exception cref="PluginException">The model failed.</exception>
    float[] Run(float[] input, string? output, CancellationToken cancellation);
}

/// <summary>Opens the files of one kind of plug-in.</summary>
public interface IPluginModelReader
{
    /// <summary>The <c>kind</c> of a manifest.</summary>
    string Kind { get; }

    /// <summary>Opens a model.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="manifest">What its manifest says.</param>
    /// <exception cref="PluginException">The file is not a model that can be run.</exception>
    IPluginModel Read(string path, PluginManifest manifest);
}

/// <summary>A plug-in failed; the message may be shown to users.</summary>
public sealed class PluginException(string message) : Exception(message);

/// <summary>A TFLite file, run by the built-in interpreter.</summary>
public sealed class TfLiteModel : IPluginModel
{
    private readonly Graph _graph;

    private TfLiteModel(Graph graph) => _graph = graph;

    /// <inheritdoc/>
    public (int Width, int Height)? InputSize => _graph.Inputs[0].Shape is [_, var height, var width, _] ? (width, height) : null;

    /// <summary>Reads a file; a model with an unsupported operator is refused with the operator's name.</summary>
    public static bool TryRead(byte[] file, [NotNullWhen(true)] out TfLiteModel? model, [NotNullWhen(false)] out string? error)
    {
        model = GraphReader.TryRead(file, out var graph, out error) ? new TfLiteModel(graph) : null;
        return model is not null;
    }

    /// <inheritdoc/>
    public float[] Run(float[] input, string? output, CancellationToken cancellation)
    {
        if (input.Length != _graph.Inputs[0].Length)
            throw new PluginException($"The model takes {_graph.Inputs[0].Length} numbers; the manifest's input has {input.Length}");
        var outputs = _graph.Run(input, cancellation);
        var name = output ?? _graph.Outputs[0].Name;
        return outputs.TryGetValue(name, out var numbers) ? numbers : throw new PluginException($"The model has no output \"{name}\"");
    }
}

/// <summary>Opens plug-ins of the kind <c>tflite</c>.</summary>
public sealed class TfLiteModelReader : IPluginModelReader
{
    /// <inheritdoc/>
    public string Kind => "tflite";

    /// <inheritdoc/>
    public IPluginModel Read(string path, PluginManifest manifest) =>
        TfLiteModel.TryRead(File.ReadAllBytes(path), out var model, out var error)
            ? model
            : throw new PluginException($"{Path.GetFileName(path)} {error}");
}
