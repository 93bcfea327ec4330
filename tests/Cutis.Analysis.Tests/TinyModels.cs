using System;
using System.Buffers.Binary;
using System.Text;

namespace Cutis.Analysis.Tests;

/// <summary>The models of the worked examples in docs/plugins: one 1 × 1 convolution each, heat = 4 (red − green) − 0.6.</summary>
internal static class TinyModels
{
    public const int Size = 64;
    private static readonly float[] Weights = [4, -4, 0];
    private const float Bias = -.6f;

    /// <summary>As a TFLite file (FlatBuffers; schema.fbs version 3), 1 × 64 × 64 × 3 in, 1 × 64 × 64 × 1 out.</summary>
    public static byte[] TfLite(int operatorCode = 3)
    {
        var buffers = new object[] { new Table(), Data(Weights), Data([Bias]) };
        object Tensor(string name, int buffer, params int[] shape) => new Table((0, shape), (1, (byte)0), (2, buffer), (3, name));
        var tensors = new[]
        {
            Tensor("image", 0, 1, Size, Size, 3),
            Tensor("weights", 1, 1, 1, 1, 3),
            Tensor("bias", 2, 1),
            Tensor("heat", 0, 1, Size, Size, 1),
        };
        // Padding SAME, strides of 1, no activation.
        var convolution = new Table(
            (0, 0),
            (1, new[] { 0, 1, 2 }),
            (2, new[] { 3 }),
            (3, (byte)1),
            (4, new Table((1, 1), (2, 1), (4, 1), (5, 1)))
        );
        var graph = new Table((0, tensors), (1, new[] { 0 }), (2, new[] { 3 }), (3, new object[] { convolution }));
        var code = new Table((0, (byte)operatorCode), (3, operatorCode));
        return Flat.Write(new Table((0, 3), (1, new object[] { code }), (2, new object[] { graph }), (4, buffers)));
    }

    /// <summary>As an ONNX file (onnx.proto; operator set 13), 1 × 3 × 64 × 64 in, 1 × 1 × 64 × 64 out.</summary>
    public static byte[] Onnx()
    {
        byte[] Floats(string name, float[] values, params long[] dims) =>
            [.. dims.SelectMany(d => Proto.Number(1, d)), .. Proto.Number(2, 1), .. Proto.Bytes(8, name), .. Proto.Bytes(9, Raw(values))];
        byte[] Value(string name, params long[] dims) =>
            [
                .. Proto.Bytes(1, name),
                .. Proto.Bytes(
                    2,
                    Proto.Bytes(
                        1,
                        [.. Proto.Number(1, 1), .. Proto.Bytes(2, [.. dims.SelectMany(d => Proto.Bytes(1, Proto.Number(1, d)))])]
                    )
                ),
            ];
        byte[] node =
        [
            .. Proto.Bytes(1, "image"),
            .. Proto.Bytes(1, "weights"),
            .. Proto.Bytes(1, "bias"),
            .. Proto.Bytes(2, "heat"),
            .. Proto.Bytes(4, "Conv"),
        ];
        byte[] graph =
        [
            .. Proto.Bytes(1, node),
            .. Proto.Bytes(2, "redder"),
            .. Proto.Bytes(5, Floats("weights", Weights, 1, 3, 1, 1)),
            .. Proto.Bytes(5, Floats("bias", [Bias], 1)),
            .. Proto.Bytes(11, Value("image", 1, 3, Size, Size)),
            .. Proto.Bytes(12, Value("heat", 1, 1, Size, Size)),
        ];
        return [.. Proto.Number(1, 8), .. Proto.Bytes(7, graph), .. Proto.Bytes(8, [.. Proto.Bytes(1, ""), .. Proto.Number(2, 13)])];
    }

    private static Table Data(float[] values) => new((0, Raw(values)));

    private static byte[] Raw(float[] values)
    {
        var raw = new byte[4 * values.Length];
        for (var i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteSingleLittleEndian(raw.AsSpan(4 * i), values[i]);
        return raw;
    }

    /// <summary>Fields by number: whole numbers, bytes, texts, lists and tables.</summary>
    private sealed class Table(params (int Field, object Value)[] fields)
    {
        public (int Field, object Value)[] Fields { get; } = fields;
    }

    /// <summary>Writes a FlatBuffer: parents before their children, so that all offsets point forward.</summary>
    private static class Flat
    {
        public static byte[] Write(Table root)
        {
            var file = new List<byte>([0, 0, 0, 0, .. "TFL3"u8]);
            Patch(file, 0, Add(file, root));
            return [.. file];
        }

        private static int Add(List<byte> file, object value)
        {
            switch (value)
            {
                case string text:
                    var at = Start(file, text.Length);
                    file.AddRange(Encoding.UTF8.GetBytes(text + "\0"));
                    return at;
                case byte[] bytes:
                    at = Start(file, bytes.Length);
                    file.AddRange(bytes);
                    return at;
                case int[] numbers:
                    at = Start(file, numbers.Length);
                    foreach (var number in numbers)
                        file.AddRange(BitConverter.GetBytes(number));
                    return at;
                case object[] tables:
                    at = Start(file, tables.Length);
                    file.AddRange(new byte[4 * tables.Length]);
                    for (var i = 0; i < tables.Length; i++)
                        Patch(file, at + 4 + (4 * i), Add(file, tables[i]));
                    return at;
                default:
                    return AddTable(file, (Table)value);
            }
        }

        private static int AddTable(List<byte> file, Table table)
        {
            Align(file);
            var (vtable, count) = (file.Count, table.Fields.Length == 0 ? 0 : table.Fields.Max(f => f.Field) + 1);
            var slots = new byte[4 + (2 * count)];
            BinaryPrimitives.WriteUInt16LittleEndian(slots, (ushort)slots.Length);
            BinaryPrimitives.WriteUInt16LittleEndian(slots.AsSpan(2), (ushort)(4 + (4 * table.Fields.Length)));
            for (var i = 0; i < table.Fields.Length; i++)
                BinaryPrimitives.WriteUInt16LittleEndian(slots.AsSpan(4 + (2 * table.Fields[i].Field)), (ushort)(4 + (4 * i)));
            file.AddRange(slots);
            Align(file);
            var at = file.Count;
            file.AddRange(BitConverter.GetBytes(at - vtable));
            file.AddRange(new byte[4 * table.Fields.Length]);
            for (var i = 0; i < table.Fields.Length; i++)
            {
                var place = at + 4 + (4 * i);
                if (table.Fields[i].Value is int number)
                    Put(file, place, number);
                else if (table.Fields[i].Value is byte small)
                    file[place] = small;
                else
                    Patch(file, place, Add(file, table.Fields[i].Value));
            }

            return at;
        }

        private static int Start(List<byte> file, int count)
        {
            Align(file);
            file.AddRange(BitConverter.GetBytes(count));
            return file.Count - 4;
        }

        private static void Align(List<byte> file)
        {
            while (file.Count % 4 != 0)
                file.Add(0);
        }

        private static void Patch(List<byte> file, int place, int target) => Put(file, place, target - place);

        private static void Put(List<byte> file, int place, int number)
        {
            var bytes = BitConverter.GetBytes(number);
            for (var i = 0; i < 4; i++)
                file[place + i] = bytes[i];
        }
    }

    /// <summary>Fields of Protocol Buffers.</summary>
    private static class Proto
    {
        public static byte[] Number(int field, long value) => [.. Varint(field << 3), .. Varint(value)];

        public static byte[] Bytes(int field, byte[] data) => [.. Varint((field << 3) | 2), .. Varint(data.Length), .. data];

        public static byte[] Bytes(int field, string text) => Bytes(field, Encoding.UTF8.GetBytes(text));

        private static List<byte> Varint(long value)
        {
            var bytes = new List<byte>();
            for (var rest = (ulong)value; ; rest >>= 7)
            {
                bytes.Add((byte)((rest & 127) | (rest > 127 ? 128u : 0)));
                if (rest <= 127)
                    return bytes;
            }
        }
    }
}
