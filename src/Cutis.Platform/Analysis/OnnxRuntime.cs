using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using Cutis.Analysis.Plugins;

namespace Cutis.Platform.Analysis;

/// <summary>
/// The C interface of ONNX Runtime (onnxruntime_c_api.h, version 14), from a library that the operator names. Entries of its table of
/// functions never move.
/// </summary>
internal sealed unsafe partial class OnnxRuntime
{
    private const uint ApiVersion = 14;
    private readonly nint* _api;
    private readonly nint _environment;

    private OnnxRuntime(nint* api)
    {
        _api = api;
        nint environment;
        fixed (byte* name = "cutis\0"u8)
            Check(((delegate* unmanaged<int, byte*, nint*, nint>)api[3])(3, name, &environment));
        _environment = environment;
    }

    /// <exception cref="PluginException">There is none, or it is none.</exception>
    public static OnnxRuntime Load(string path)
    {
        if (path.Length == 0)
            throw new PluginException("Analysis:OnnxRuntime names no library of ONNX Runtime");
        if (!NativeLibrary.TryLoad(path, out var library) || !NativeLibrary.TryGetExport(library, "OrtGetApiBase", out var symbol))
            throw new PluginException("The library of ONNX Runtime cannot be loaded");
        var getBase = (delegate* unmanaged<nint*>)symbol;
        var getApi = (delegate* unmanaged<uint, nint*>)getBase()[0];
        var api = getApi(ApiVersion);
        return api is null ? throw new PluginException("The library of ONNX Runtime is older than 1.14") : new OnnxRuntime(api);
    }

    public nint CreateSession(string file)
    {
        nint options,
            session;
        Check(((delegate* unmanaged<nint*, nint>)_api[10])(&options));
        try
        {
            Check(((delegate* unmanaged<nint, int, nint>)_api[24])(options, 1));
            // Paths are wide on Windows.
            var path = OperatingSystem.IsWindows() ? Encoding.Unicode.GetBytes(file + "\0") : Encoding.UTF8.GetBytes(file + "\0");
            fixed (byte* p = path)
                Check(((delegate* unmanaged<nint, byte*, nint, nint*, nint>)_api[7])(_environment, p, options, &session));
        }
        finally
        {
            ((delegate* unmanaged<nint, void>)_api[100])(options);
        }

        return session;
    }

    /// <summary>The names of a session's inputs or outputs.</summary>
    public string[] Names(nint session, bool inputs)
    {
        nuint count;
        nint allocator;
        Check(((delegate* unmanaged<nint, nuint*, nint>)_api[inputs ? 30 : 31])(session, &count));
        Check(((delegate* unmanaged<nint*, nint>)_api[78])(&allocator));
        var names = new string[count];
        for (nuint i = 0; i < count; i++)
        {
            byte* name;
            Check(((delegate* unmanaged<nint, nuint, nint, byte**, nint>)_api[inputs ? 36 : 37])(session, i, allocator, &name));
            names[i] = Marshal.PtrToStringUTF8((nint)name)!;
            Check(((delegate* unmanaged<nint, byte*, nint>)_api[76])(allocator, name));
        }

        return names;
    }

    /// <summary>Runs a session on one float input and reads one float output; the token ends it between two nodes.</summary>
    public float[] Run(nint session, string input, ReadOnlySpan<long> shape, float[] numbers, string output, CancellationToken stop)
    {
        nint options = 0,
            memory = 0,
            value = 0,
            result = 0,
            info = 0;
        try
        {
            Check(((delegate* unmanaged<nint*, nint>)_api[39])(&options));
            var asked = options;
            using var ending = stop.Register(() => ((delegate* unmanaged<nint, nint>)_api[46])(asked));
            Check(((delegate* unmanaged<int, int, nint*, nint>)_api[69])(0, 0, &memory));
            fixed (float* data = numbers)
            fixed (long* sizes = shape)
            fixed (
                byte* inputName = Encoding.UTF8.GetBytes(input + "\0"),
                    outputName = Encoding.UTF8.GetBytes(output + "\0")
            )
            {
                Check(
                    ((delegate* unmanaged<nint, void*, nuint, long*, nuint, int, nint*, nint>)_api[49])(
                        memory,
                        data,
                        (nuint)numbers.Length * 4,
                        sizes,
                        (nuint)shape.Length,
                        1,
                        &value
                    )
                );
                Check(
                    ((delegate* unmanaged<nint, nint, byte**, nint*, nuint, byte**, nuint, nint*, nint>)_api[9])(
                        session,
                        options,
                        &inputName,
                        &value,
                        1,
                        &outputName,
                        1,
                        &result
                    )
                );
                Check(((delegate* unmanaged<nint, nint*, nint>)_api[65])(result, &info));
                nuint count;
                int type;
                Check(((delegate* unmanaged<nint, int*, nint>)_api[60])(info, &type));
                if (type != 1)
                    throw new PluginException($"The output \"{output}\" is not of 32-bit floats");
                Check(((delegate* unmanaged<nint, nuint*, nint>)_api[64])(info, &count));
                float* values;
                Check(((delegate* unmanaged<nint, void**, nint>)_api[51])(result, (void**)&values));
                return new ReadOnlySpan<float>(values, checked((int)count)).ToArray();
            }
        }
        catch (PluginException) when (stop.IsCancellationRequested)
        {
            throw new OperationCanceledException(stop);
        }
        finally
        {
            if (info != 0)
                ((delegate* unmanaged<nint, void>)_api[99])(info);
            if (result != 0)
                ((delegate* unmanaged<nint, void>)_api[96])(result);
            if (value != 0)
                ((delegate* unmanaged<nint, void>)_api[96])(value);
            if (memory != 0)
                ((delegate* unmanaged<nint, void>)_api[94])(memory);
            if (options != 0)
                ((delegate* unmanaged<nint, void>)_api[97])(options);
        }
    }

    /// <summary>A message without the folders of the paths in it: clients read it, and where things are on this machine is not theirs to know.</summary>
    internal static string WithoutFolders(string message) => Folders().Replace(message, "");

    [GeneratedRegex(@"(?<![\w.:/\\])(?:[A-Za-z]:)?[/\\](?:[^/\\:*?""<>|\r\n]*[/\\])+")]
    private static partial Regex Folders();

    private void Check(nint status)
    {
        if (status == 0)
            return;
        var message = Marshal.PtrToStringUTF8((nint)((delegate* unmanaged<nint, byte*>)_api[2])(status));
        ((delegate* unmanaged<nint, void>)_api[93])(status);
        throw new PluginException($"ONNX Runtime: {WithoutFolders(message ?? "no reason given")}");
    }
}

/// <summary>An ONNX file. Sessions may be run by several threads at once.</summary>
internal sealed class OnnxModel : IPluginModel
{
    private readonly OnnxRuntime _runtime;
    private readonly nint _session;
    private readonly string _input;
    private readonly string[] _outputs;
    private readonly long[] _shape;

    public OnnxModel(OnnxRuntime runtime, string file, PluginManifest manifest)
    {
        _runtime = runtime;
        _session = runtime.CreateSession(file);
        var inputs = runtime.Names(_session, inputs: true);
        if (inputs.Length != 1)
            throw new PluginException($"The model has {inputs.Length} inputs; one is needed");
        (_input, _outputs) = (inputs[0], runtime.Names(_session, inputs: false));
        _shape =
            manifest.Input.Layout == "NCHW"
                ? [1, 3, manifest.Input.Height, manifest.Input.Width]
                : [1, manifest.Input.Height, manifest.Input.Width, 3];
    }

    public (int Width, int Height)? InputSize => null;

    public float[] Run(float[] input, string? output, CancellationToken cancellation)
    {
        var name = output ?? _outputs[0];
        if (!_outputs.Contains(name))
            throw new PluginException($"The model has no output \"{name}\"");
        return _runtime.Run(_session, _input, _shape, input, name, cancellation);
    }
}
