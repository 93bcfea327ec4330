using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Cutis.Analysis.TfLite;

/// <summary>Reads TFLite files with float models of the supported operators. Anything else is refused by name.</summary>
/// <remarks>Field numbers as in TensorFlow Lite's schema (schema.fbs, version 3).</remarks>
internal sealed class GraphReader
{
    private const long MaxNumbers = 256L << 20;

    private readonly FlatTable _model;
    private Tensor[] _tensors = [];
    private int[] _storage = [];

    private GraphReader(FlatTable model) => _model = model;

    /// <summary>Reads a model.</summary>
    /// <param name="file">The contents of the file.</param>
    /// <param name="graph">The network, when it is supported.</param>
    /// <param name="error">Why it is not, as half a sentence.</param>
    public static bool TryRead(byte[] file, [NotNullWhen(true)] out Graph? graph, [NotNullWhen(false)] out string? error)
    {
        (graph, error) = (null, null);
        if (file.Length < 8 || !file.AsSpan(4, 4).SequenceEqual("TFL3"u8))
        {
            error = "is not a TFLite file (the identifier TFL3 is missing)";
            return false;
        }

        try
        {
            graph = new GraphReader(FlatTable.Root(file)).Read();
            return true;
        }
        catch (InvalidDataException e)
        {
            error = e.Message;
        }
        catch (Exception e)
            when (e
                    is IndexOutOfRangeException
                        or ArgumentException
                        or OverflowException
                        or NullReferenceException
                        or InvalidOperationException
            )
        {
            error = "is damaged";
        }

        return false;
    }

    private Graph Read()
    {
        var codes = Array.ConvertAll(_model.Tables(1), code => (Number: Math.Max(code.Byte(0), code.Int(3)), Custom: code.Text(1)));
        var main = _model.Tables(2)[0];
        var buffers = Array.ConvertAll(_model.Tables(4), buffer => buffer.Bytes(0));
        _tensors = [.. main.Tables(0).Select((tensor, i) => ReadTensor(tensor, i, buffers))];
        if (_tensors.Sum(t => (long)t.Length) > MaxNumbers)
            throw new InvalidDataException($"needs more than {MaxNumbers} numbers");
        _storage = [.. Enumerable.Range(0, _tensors.Length)];

        var (steps, uses) = (new List<Operator>(), new List<(int[] Reads, int[] Makes)>());
        foreach (var node in main.Tables(3))
        {
            var (number, custom) = codes[node.Int(0)];
            if (MakeStep(number, custom, node) is not { } step)
                continue;
            steps.Add(step);
            uses.Add(([.. node.Ints(1).Where(i => i >= 0)], node.Ints(2)));
        }

        var inputs = main.Ints(1);
        if (inputs.Length != 1)
            throw new InvalidDataException($"has {inputs.Length} inputs; one is needed");
        var plan = ArenaPlan.Create(_tensors, _storage, uses, inputs[0], main.Ints(2));
        return new Graph(_tensors, [.. steps], plan, [_tensors[inputs[0]]], [.. main.Ints(2).Select(i => _tensors[i])]);
    }

    private static Tensor ReadTensor(FlatTable tensor, int index, ReadOnlyMemory<byte>[] buffers)
    {
        var (shape, type, name) = (tensor.Ints(0), tensor.Byte(1), tensor.Text(3));
        var bytes = buffers[tensor.Int(2)].Span;
        if (shape.Any(size => size <= 0))
            shape = [.. shape.Select(size => Math.Max(size, 1))];
        float[]? constant = null;
        int[]? whole = null;
        if (type is not (0 or 1 or 2))
            throw new InvalidDataException($"has the tensor {name} of type {type}; only float32, float16 constants and int32 are read");
        if (!bytes.IsEmpty)
        {
            if (type == 0)
                constant = MemoryMarshal.Cast<byte, float>(bytes).ToArray();
            else if (type == 1)
                constant = [.. Array.ConvertAll(MemoryMarshal.Cast<byte, Half>(bytes).ToArray(), half => (float)half)];
            else
                whole = MemoryMarshal.Cast<byte, int>(bytes).ToArray();
        }

        var read = new Tensor(index, name, shape, constant, whole);
        if (constant is not null && constant.Length != read.Length)
            throw new InvalidDataException($"has {constant.Length} numbers in {name} where {read.Length} are needed");
        return read;
    }

    private Operator? MakeStep(int number, string custom, FlatTable node)
    {
        var inputs = Array.ConvertAll(node.Ints(1), i => i < 0 ? null : _tensors[i]);
        var outputs = Array.ConvertAll(node.Ints(2), i => _tensors[i]);
        var options = node.Table(4);
        Activation Activated(int field) =>
            options?.Byte(field) switch
            {
                null or 0 => Activation.None,
                1 => Activation.Relu,
                3 => Activation.Relu6,
                var other => throw new InvalidDataException($"has the fused activation {other}, which is not supported"),
            };

        var (x, y) = (inputs.Length > 0 ? inputs[0]! : null!, outputs[0]);
        switch (number)
        {
            case 0:
                return new Elementwise(Arithmetic.Add, x, inputs[1]!, y, Activated(0));
            case 1 or 17:
                return new Pooling(
                    number == 17,
                    x,
                    y,
                    options!.Value.Int(4),
                    options.Value.Int(3),
                    options.Value.Int(2),
                    options.Value.Int(1),
                    options.Value.Byte(0) == 0,
                    Activated(5)
                );
            case 2:
                return new Concatenation(inputs!, y, options?.Int(0) ?? 0, Activated(1));
            case 3:
                return new Convolution(
                    x,
                    inputs[1]!,
                    inputs.Length > 2 ? inputs[2] : null,
                    y,
                    options!.Value.Int(2),
                    options.Value.Int(1),
                    options.Value.Byte(0) == 0,
                    Activated(3),
                    Dilation(options.Value, 5, 4)
                );
            case 4:
                return new DepthwiseConvolution(
                    x,
                    inputs[1]!,
                    inputs.Length > 2 ? inputs[2] : null,
                    y,
                    options!.Value.Int(2),
                    options.Value.Int(1),
                    options.Value.Byte(0) == 0,
                    Activated(4),
                    Dilation(options.Value, 6, 5)
                );
            case 6 or 22 or 45:
                if (number == 45)
                    StridedSlice.RefuseUnlessWhole(inputs, y);
                if (x.Length != y.Length)
                    throw new InvalidDataException($"reshapes {x.Length} numbers into {y.Length}");
                // A reshape shares its input's values and needs no work.
                _storage[y.Index] = _storage[x.Index];
                if (x.Constant is not null)
                    _tensors[y.Index] = y with { Constant = x.Constant };
                return null;
            case 14:
                return new Unary(x, y, UnaryKind.Logistic);
            case 18:
                return new Elementwise(Arithmetic.Multiply, x, inputs[1]!, y, Activated(0));
            case 19:
                return new Unary(x, y, UnaryKind.Relu);
            case 23:
                return new ResizeBilinear(x, y, options?.Bool(2) ?? false, options?.Bool(3) ?? false);
            case 34:
                return new Padding(x, inputs[1]!, y);
            case 40:
                return new Mean(x, inputs[1]!, y);
            case 54:
                return new Prelu(x, inputs[1]!, y);
            case 117:
                return new Unary(x, y, UnaryKind.HardSwish);
            case 32:
                return Custom(custom, inputs, outputs, node.Bytes(5));
            default:
                throw new InvalidDataException($"uses the operator {OperatorNames.Find(number)}, which is not supported");
        }
    }

    private static (int Down, int Across) Dilation(FlatTable options, int down, int across) =>
        (options.Int(down, 1), options.Int(across, 1));

    private static Operator Custom(string name, Tensor?[] inputs, Tensor[] outputs, ReadOnlyMemory<byte> options) =>
        name switch
        {
            "Landmarks2TransformMatrix" => new LandmarksToMatrix(inputs[0]!, outputs[0], new FlexMap(options)),
            "TransformTensorBilinear" => new TransformTensor(inputs[0]!, inputs[1]!, outputs[0]),
            "TransformLandmarks" => new TransformLandmarks(inputs[0]!, inputs[1]!, outputs[0]),
            _ => throw new InvalidDataException($"uses the custom operator {name}, which is not supported"),
        };
}
