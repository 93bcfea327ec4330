using System.Buffers.Binary;

namespace Cutis.Imaging.Png;

/// <summary>The checksum of PNG chunks (W3C PNG, Annex D), four bytes at a time.</summary>
internal static class Crc32
{
    private static readonly uint[] Tables = MakeTables();

    /// <summary>Continues a checksum; begin with 0.</summary>
    public static uint Update(uint crc, ReadOnlySpan<byte> data)
    {
        crc = ~crc;
        for (; data.Length >= 4; data = data[4..])
        {
            crc ^= BinaryPrimitives.ReadUInt32LittleEndian(data);
            crc = Tables[768 + (crc & 255)] ^ Tables[512 + ((crc >> 8) & 255)] ^ Tables[256 + ((crc >> 16) & 255)] ^ Tables[crc >> 24];
        }

        foreach (var value in data) crc = Tables[(crc ^ value) & 255] ^ (crc >> 8);
        return ~crc;
    }

    private static uint[] MakeTables()
    {
        var tables = new uint[1024];
        for (var n = 0u; n < 256; n++)
        {
            var c = n;
            for (var k = 0; k < 8; k++) c = (c & 1) != 0 ? 0xEDB88320 ^ (c >> 1) : c >> 1;
            tables[n] = c;
        }

        for (var i = 256; i < 1024; i++) tables[i] = tables[tables[i - 256] & 255] ^ (tables[i - 256] >> 8);
        return tables;
    }
}
