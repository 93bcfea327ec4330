using System.Buffers.Binary;
using System.Text;

namespace Cutis.Analysis.TfLite;

/// <summary>A table of a FlatBuffers file; fields are found through its vtable (FlatBuffers, "Internals").</summary>
/// <remarks>The file is not trusted: an offset outside it throws, which <see cref="GraphReader"/> turns into one error.</remarks>
internal readonly struct FlatTable
{
    private readonly byte[] _data;
    private readonly int _at;
    private readonly int _vtable;

    private FlatTable(byte[] data, int at)
    {
        (_data, _at) = (data, at);
        _vtable = at - Int32(data, at);
    }

    /// <summary>The root table of a file.</summary>
    public static FlatTable Root(byte[] data) => new(data, Int32(data, 0));

    public int Int(int field, int otherwise = 0) => Place(field) is > 0 and var at ? Int32(_data, at) : otherwise;

    public sbyte Byte(int field) => Place(field) is > 0 and var at ? (sbyte)_data[at] : (sbyte)0;

    public bool Bool(int field) => Byte(field) != 0;

    public string Text(int field) => Vector(field) is { Count: > 0 } text ? Encoding.UTF8.GetString(_data, text.At, text.Count) : "";

    /// <summary>The table to which a field refers, or null.</summary>
    public FlatTable? Table(int field) => Place(field) is > 0 and var at ? new FlatTable(_data, at + Int32(_data, at)) : null;

    /// <summary>The tables of a vector.</summary>
    public FlatTable[] Tables(int field)
    {
        if (Vector(field) is not { } list)
            return [];
        var tables = new FlatTable[list.Count];
        for (var i = 0; i < tables.Length; i++)
        {
            var at = list.At + (4 * i);
            tables[i] = new FlatTable(_data, at + Int32(_data, at));
        }

        return tables;
    }

    public int[] Ints(int field)
    {
        if (Vector(field) is not { } list)
            return [];
        var numbers = new int[list.Count];
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = Int32(_data, list.At + (4 * i));
        return numbers;
    }

    /// <summary>The bytes of a vector.</summary>
    public ReadOnlyMemory<byte> Bytes(int field) => Vector(field) is { } list ? _data.AsMemory(list.At, list.Count) : default;

    private (int At, int Count)? Vector(int field)
    {
        if (Place(field) is not (> 0 and var at))
            return null;
        at += Int32(_data, at);
        var count = Int32(_data, at);
        if (count < 0 || count > _data.Length - at)
            throw new InvalidDataException("a list is longer than the file");
        return (at + 4, count);
    }

    // 0 when the field has its default value.
    private int Place(int field)
    {
        var entry = 4 + (2 * field);
        if (entry >= BinaryPrimitives.ReadUInt16LittleEndian(_data.AsSpan(_vtable)))
            return 0;
        var offset = BinaryPrimitives.ReadUInt16LittleEndian(_data.AsSpan(_vtable + entry));
        return offset == 0 ? 0 : _at + offset;
    }

    private static int Int32(byte[] data, int at) => BinaryPrimitives.ReadInt32LittleEndian(data.AsSpan(at));
}
