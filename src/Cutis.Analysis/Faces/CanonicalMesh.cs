using System.Buffers.Binary;
using Cutis.Analysis.Models;

namespace Cutis.Analysis.Faces;

/// <summary>
/// The canonical face mesh: 468 vertices in centimetres (x to the subject's left, y up, z towards the viewer), and its triangles.
/// </summary>
internal sealed class CanonicalMesh
{
    private static readonly Lazy<CanonicalMesh> Only = new(() =>
        new CanonicalMesh(ModelFiles.Read("models/geometry_pipeline_metadata_landmarks.binarypb"))
    );

    private CanonicalMesh(byte[] file)
    {
        var (vertices, triangles) = (new List<float>(), new List<int>());
        // Protocol Buffers: field 1 is the mesh; within it, field 3 holds five numbers per vertex and field 4 the corners of triangles.
        var whole = file.AsSpan();
        while (!whole.IsEmpty)
        {
            var (field, payload) = Next(ref whole);
            if (field != 1)
                continue;
            while (!payload.IsEmpty)
            {
                var (inner, data) = Next(ref payload);
                if (inner == 3)
                    for (; data.Length >= 4; data = data[4..])
                        vertices.Add(BinaryPrimitives.ReadSingleLittleEndian(data));
                else if (inner == 4)
                    while (!data.IsEmpty)
                        triangles.Add((int)Varint(ref data));
            }
        }

        Vertices = [.. vertices.Chunk(5).Select(v => (v[0], v[1], v[2]))];
        Triangles = [.. triangles];
        Mirror = [.. Vertices.Select(v => Nearest(-v.X, v.Y, v.Z))];
    }

    public static CanonicalMesh Shared => Only.Value;

    public (float X, float Y, float Z)[] Vertices { get; }

    /// <summary>Three vertex indices per triangle.</summary>
    public int[] Triangles { get; }

    /// <summary>For each vertex, its counterpart on the other side of the face.</summary>
    public int[] Mirror { get; }

    private int Nearest(float x, float y, float z)
    {
        var (best, minimum) = (0, float.MaxValue);
        for (var i = 0; i < Vertices.Length; i++)
        {
            var (dx, dy, dz) = (Vertices[i].X - x, Vertices[i].Y - y, Vertices[i].Z - z);
            var distance = (dx * dx) + (dy * dy) + (dz * dz);
            if (distance < minimum)
                (best, minimum) = (i, distance);
        }

        return best;
    }

    private static Field Next(ref Span<byte> data)
    {
        var key = Varint(ref data);
        switch (key & 7)
        {
            case 2:
                var length = (int)Varint(ref data);
                var payload = data[..length];
                data = data[length..];
                return new Field((int)(key >> 3), payload);
            case 5:
                var four = data[..4];
                data = data[4..];
                return new Field((int)(key >> 3), four);
            default:
                var number = data;
                _ = Varint(ref data);
                return new Field((int)(key >> 3), number[..^data.Length]);
        }
    }

    private static ulong Varint(ref Span<byte> data)
    {
        ulong value = 0;
        for (var i = 0; ; i++)
        {
            value |= (ulong)(data[i] & 127) << (7 * i);
            if (data[i] < 128)
            {
                data = data[(i + 1)..];
                return value;
            }
        }
    }

    private readonly ref struct Field(int number, Span<byte> data)
    {
        private readonly Span<byte> _data = data;

        public void Deconstruct(out int field, out Span<byte> payload)
        {
            field = number;
            payload = _data;
        }
    }
}
