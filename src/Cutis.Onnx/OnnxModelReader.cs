using Cutis.Analysis.Plugins;
using Microsoft.ML.OnnxRuntime;

namespace Cutis.Onnx;

/// <summary>Opens plug-ins of the kind <c>onnx</c> with ONNX Runtime, whose native library is loaded with the first of them.</summary>
public sealed class OnnxModelReader : IPluginModelReader
{
    /// <inheritdoc/>
    public string Kind => "onnx";

    /// <inheritdoc/>
    public IPluginModel Read(string path, PluginManifest manifest)
    {
        try
        {
            // Photos are analysed side by side: one thread for each model call shares the cores fairly, and sums come in one order.
            using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
            return new OnnxModel(new InferenceSession(path, options), manifest);
        }
        catch (OnnxRuntimeException e)
        {
            throw new PluginException(NativeMessage.Describe(e));
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException or TypeInitializationException)
        {
            throw new PluginException("ONNX Runtime cannot be loaded on this machine");
        }
    }
}
