using System.Buffers.Binary;
using System.Text;

namespace Cutis.Analysis.TfLite;

/// <summary>A FlexBuffers map, which holds the options of custom operators (FlatBuffers, "FlexBuffers").</summary>
internal sealed class FlexMap
{
    private readonly byte[] _data;
    private readonly Dictionary<string, Value> _values = new(StringComparer.Ordinal);

    public FlexMap(ReadOnlyMemory<byte> data)
    {
        _data = data.ToArray();
        int width = _data[^1];
        var map = Follow(new Value(_data.Length - 2 - width, width, _data[^2]));
        if (map.Kind != 9)
            throw new InvalidDataException("the options of a custom operator are not a map");
        var keys = map.At - (3 * map.Width);
        var keyWidth = (int)Unsigned(map.At - (2 * map.Width), map.Width);
        keys -= (int)Unsigned(keys, map.Width);
        for (var i = 0; i < Count(map); i++)
        {
            var key = keys + (i * keyWidth);
            key -= (int)Unsigned(key, keyWidth);
            var end = Array.IndexOf(_data, (byte)0, key);
            _values[Encoding.UTF8.GetString(_data, key, end - key)] = Item(map, i);
        }
    }

    /// <summary>A number by key.</summary>
    public double Number(string key) => Number(Get(key));

    /// <summary>A vector of numbers by key.</summary>
    public int[] Numbers(string key)
    {
        var list = Follow(Get(key));
        var numbers = new int[Count(list)];
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = (int)Number(Item(list, i));
        return numbers;
    }

    private Value Get(string key) =>
        _values.TryGetValue(key, out var value) ? value : throw new InvalidDataException($"the option {key} is missing");

    private double Number(Value value)
    {
        var kind = value.Kind;
        if (kind is 6 or 7 or 8)
            (value, kind) = (Follow(value), kind - 5);
        return kind switch
        {
            1 => Signed(value.At, value.Width),
            2 or 26 => Unsigned(value.At, value.Width),
            3 => value.Width == 8
                ? BinaryPrimitives.ReadDoubleLittleEndian(_data.AsSpan(value.At))
                : BinaryPrimitives.ReadSingleLittleEndian(_data.AsSpan(value.At)),
            _ => throw new InvalidDataException("an option is not a number"),
        };
    }

    private Value Follow(Value value) => new(value.At - (int)Unsigned(value.At, value.Width), 1 << (value.Packed & 3), value.Packed);

    private int Count(Value list)
    {
        var count = Unsigned(list.At - list.Width, list.Width);
        return count <= (ulong)_data.Length ? (int)count : throw new InvalidDataException("a list is longer than its file");
    }

    // Typed vectors (11 integers, 12 unsigned integers, 13 floats) store no type per element.
    private Value Item(Value list, int i) =>
        new(
            list.At + (i * list.Width),
            list.Width,
            list.Kind is 11 or 12 or 13 ? (list.Kind - 10) << 2 : _data[list.At + (Count(list) * list.Width) + i]
        );

    private long Signed(int at, int width) =>
        width switch
        {
            1 => (sbyte)_data[at],
            2 => BinaryPrimitives.ReadInt16LittleEndian(_data.AsSpan(at)),
            4 => BinaryPrimitives.ReadInt32LittleEndian(_data.AsSpan(at)),
            _ => BinaryPrimitives.ReadInt64LittleEndian(_data.AsSpan(at)),
        };

    private ulong Unsigned(int at, int width) =>
        width switch
        {
            1 => _data[at],
            2 => BinaryPrimitives.ReadUInt16LittleEndian(_data.AsSpan(at)),
            4 => BinaryPrimitives.ReadUInt32LittleEndian(_data.AsSpan(at)),
            _ => BinaryPrimitives.ReadUInt64LittleEndian(_data.AsSpan(at)),
        };

    private readonly record struct Value(int At, int Width, int Packed)
    {
        public int Kind => Packed >> 2;
    }
}
