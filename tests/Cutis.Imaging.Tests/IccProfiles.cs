using System;
using System.Buffers.Binary;
using System.Text;

namespace Cutis.Imaging.Tests;

/// <summary>Colour profiles made for tests (ICC.1:2022).</summary>
internal static class IccProfiles
{
    private static readonly double[] White = [0.9642, 1, 0.8249];
    private static readonly double[][] Srgb =
    [
        [0.43607, 0.22249, 0.01392],
        [0.38515, 0.71687, 0.09708],
        [0.14307, 0.06061, 0.7141],
    ];

    /// <summary>Brightness as the numbers are.</summary>
    public static byte[] Linear => [.. "curv\0\0\0\0\0\0\0\0"u8];

    /// <summary>A power of 2.2 (u8Fixed8Number).</summary>
    public static byte[] Gamma => [.. "curv\0\0\0\0\0\0\0\x01\x02\x33"u8];

    /// <summary>A table as printers' dot gain has it: brighter in the middle.</summary>
    public static byte[] DotGain =>
        [
            .. "curv\0\0\0\0\0\0\x01\0"u8,
            .. Enumerable
                .Range(0, 256)
                .SelectMany(i => (int)(65535 * Math.Pow(i / 255.0, 1.4)) is var v ? new[] { (byte)(v >> 8), (byte)v } : []),
        ];

    /// <summary>For red, green and blue: primaries of sRGB with a tone curve.</summary>
    public static byte[] Rgb(byte[] curve) =>
        Profile("mntrRGB XYZ ", [.. Srgb.Select((xyz, i) => ($"{"rgb"[i]}XYZ", Xyz(xyz))), .. "rgb".Select(c => ($"{c}TRC", curve))]);

    /// <summary>For grey: a tone curve.</summary>
    public static byte[] Grey(byte[] curve, string connection = "XYZ ") => Profile($"mntrGRAY{connection}", [("kTRC", curve)]);

    /// <summary>By a table of two points in each channel, which makes everything one colour.</summary>
    public static byte[] Table(string space)
    {
        var channels = space == "CMYK" ? 4 : 3;
        byte[] curves(int count) => [.. Enumerable.Range(0, count).SelectMany(_ => Enumerable.Range(0, 256).Select(i => (byte)i))];
        byte[] table =
        [
            .. "mft1\0\0\0\0"u8,
            (byte)channels,
            3,
            2,
            0,
            .. Fixed([1, 0, 0, 0, 1, 0, 0, 0, 1]),
            .. curves(channels),
            .. Enumerable.Range(0, 1 << channels).SelectMany(_ => new byte[] { 128, 200, 160 }),
            .. curves(3),
        ];
        return Profile($"prtr{space}Lab ", [("A2B0", table)]);
    }

    private static byte[] Profile(string kinds, (string Name, byte[] Data)[] own)
    {
        (string Name, byte[] Data)[] tags =
        [
            ("desc", [.. "desc\0\0\0\0\0\0\0\x05test\0"u8, .. new byte[79]]),
            ("wtpt", Xyz(White)),
            ("cprt", [.. "text\0\0\0\0none\0"u8]),
            .. own,
        ];
        var (table, data) = (new List<byte>(Number(tags.Length)), new List<byte>());
        foreach (var (name, content) in tags)
        {
            while (data.Count % 4 != 0)
                data.Add(0);
            table.AddRange([
                .. Encoding.ASCII.GetBytes(name),
                .. Number(128 + 4 + (12 * tags.Length) + data.Count),
                .. Number(content.Length),
            ]);
            data.AddRange(content);
        }

        var header = new byte[128];
        Number(128 + table.Count + data.Count).CopyTo(header, 0);
        header[8] = 2;
        Encoding.ASCII.GetBytes(kinds).CopyTo(header, 12);
        "acsp"u8.CopyTo(header.AsSpan(36));
        Fixed(White).CopyTo(header, 68);
        return [.. header, .. table, .. data];
    }

    private static byte[] Xyz(double[] values) => [.. "XYZ \0\0\0\0"u8, .. Fixed(values)];

    private static byte[] Fixed(double[] values) => [.. values.SelectMany(v => Number((int)Math.Round(v * 65536)))];

    private static byte[] Number(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }
}
