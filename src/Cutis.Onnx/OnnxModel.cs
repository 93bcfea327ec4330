using Cutis.Analysis.Plugins;
using Microsoft.ML.OnnxRuntime;

namespace Cutis.Onnx;

/// <summary>An ONNX file with one input of 32-bit floats. It may be run by several threads at once.</summary>
internal sealed class OnnxModel : IPluginModel
{
    private readonly InferenceSession _session;
    private readonly string _input;
    private readonly long[] _shape;

    public OnnxModel(InferenceSession session, PluginManifest manifest)
    {
        _session = session;
        if (session.InputNames.Count != 1)
            throw new PluginException($"The model has {session.InputNames.Count} inputs; one is needed");
        _input = session.InputNames[0];
        _shape =
            manifest.Input.Layout == "NCHW"
                ? [1, 3, manifest.Input.Height, manifest.Input.Width]
                : [1, manifest.Input.Height, manifest.Input.Width, 3];
    }

    /// <summary>Not asked: the manifest says it, and the runtime refuses another.</summary>
    public (int Width, int Height)? InputSize => null;

    /// <inheritdoc/>
    public float[] Run(float[] input, string? output, CancellationToken cancellation)
    {
        var name = output ?? _session.OutputNames[0];
        if (!_session.OutputNames.Contains(name))
            throw new PluginException($"The model has no output \"{name}\"");
        try
        {
            using var options = new RunOptions();
            // Ends the run between two nodes.
            using var ending = cancellation.Register(() => options.Terminate = true);
            using var value = OrtValue.CreateTensorValueFromMemory(input, _shape);
            using var results = _session.Run(options, [_input], [value], [name]);
            var info = results[0].GetTensorTypeAndShape();
            if (info.ElementDataType != Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Float)
                throw new PluginException($"The output \"{name}\" is not of 32-bit floats");
            return results[0].GetTensorDataAsSpan<float>().ToArray();
        }
        catch (OnnxRuntimeException) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellation);
        }
        catch (OnnxRuntimeException e)
        {
            throw new PluginException(NativeMessage.Describe(e));
        }
    }
}
