using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Cutis.Imaging.Png;

/// <summary>
/// The checksum of PNG chunks (W3C PNG, Annex D): CRC-32 with the reversed polynomial 0xEDB88320, sixteen bytes per step.
/// </summary>
/// <remarks>
/// Source: Kounavis and Berry, "A systematic approach to building high performance software-based CRC generators" (ISCC 2005).
/// </remarks>
internal static class Crc32
{
    private const int Slices = 16;
    private static readonly uint[] Tables = MakeTables();

    /// <summary>Continues a checksum; the first call passes 0.</summary>
    public static uint Update(uint crc, ReadOnlySpan<byte> data)
    {
        Debug.Assert(Tables.Length == Slices * 256, "there is one table per slice");
        crc = ~crc;
        ref var tables = ref MemoryMarshal.GetArrayDataReference(Tables);
        for (; data.Length >= Slices; data = data[Slices..])
        {
            var sum = 0u;
            for (var i = 0; i < Slices; i++)
            {
                var value = data[i] ^ (i < 4 ? (byte)(crc >> (8 * i)) : (byte)0);
                sum ^= Unsafe.Add(ref tables, ((Slices - 1 - i) * 256) + value);
            }

            crc = sum;
        }

        foreach (var value in data)
            crc = Tables[(crc ^ value) & 255] ^ (crc >> 8);
        return ~crc;
    }

    private static uint[] MakeTables()
    {
        var tables = new uint[256 * Slices];
        for (var n = 0u; n < 256; n++)
        {
            var c = n;
            for (var k = 0; k < 8; k++)
                c = (c & 1) != 0 ? 0xEDB88320 ^ (c >> 1) : c >> 1;
            tables[n] = c;
        }

        for (var i = 256; i < tables.Length; i++)
            tables[i] = tables[tables[i - 256] & 255] ^ (tables[i - 256] >> 8);
        return tables;
    }
}
