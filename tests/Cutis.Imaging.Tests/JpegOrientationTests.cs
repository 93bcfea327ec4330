using System;
using System.Text.RegularExpressions;
using static Cutis.Imaging.Tests.MaskedPhotos;

namespace Cutis.Imaging.Tests;

/// <summary>Which of the orientations in a file counts: the one by which a browser turns it.</summary>
public partial class JpegOrientationTests
{
    private const int TagOrientation = 0x0112;
    private const int TypeByte = 1;
    private const int TypeShort = 3;
    private const int TypeLong = 4;

    private static readonly byte[] Plain = Pictures.Jpeg(72, 56);

    [Fact]
    public void A_photo_is_turned_as_chromium_turns_it()
    {
        var files = Files();
        var text = ChromiumTests.Read(
            files,
            """
            const p = (x, y) => Array.from(g.getImageData(x, y, 1, 1).data).join(' ');
            return `${c.width} ${c.height} ${p(1, 1)} ${p(c.width - 2, 1)}`;
            """
        );
        var seen = Answer().Matches(text).ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value);
        var turns = new Dictionary<string, int>
        {
            [seen["plain"]] = 1,
            [seen["6"]] = 6,
            [seen["8"]] = 8,
        };
        turns.Count.ShouldBe(3);
        foreach (var (name, file) in files)
            Open(file).Orientation.Value.ShouldBe(turns[seen[name]], name);
    }

    private static Dictionary<string, byte[]> Files()
    {
        byte[] six = Tiff(Entry(TagOrientation, TypeShort, 1, 6));
        var noEntries = Tiff(Entry(0x010F, 2, 3, 0));
        return new Dictionary<string, byte[]>
        {
            ["plain"] = Plain,
            ["6"] = With(six),
            ["8"] = With(Tiff(Entry(TagOrientation, TypeShort, 1, 8))),
            ["little endian"] = With(Tiff(Entry(TagOrientation, TypeShort, 1, 6, little: true), little: true)),
            ["before JFIF"] = JpegFile.Parse(Plain).Insert(0, JpegFile.App(1), Exif(six)).ToBytes(),
            ["without JFIF"] = JpegFile.Parse(Plain).Without(JpegFile.App(0)).Insert(0, JpegFile.App(1), Exif(six)).ToBytes(),
            ["after the frame header"] = JpegFile.Parse(Plain).Add(JpegFile.App(1), Exif(six)).ToBytes(),
            ["6 then 1"] = With(six, Tiff(Entry(TagOrientation, TypeShort, 1, 1))),
            ["none then 6"] = With(noEntries, six),
            ["rubbish then 6"] = With("XX\0*rubbish and more"u8.ToArray(), six),
            ["cut off then 6"] = With("MM"u8.ToArray(), six),
            ["empty then 6"] = With([], six),
            ["XMP then 6"] = JpegFile
                .Parse(Plain)
                .Add(JpegFile.App(1), "http://ns.adobe.com/xap/1.0/\0<x/>"u8.ToArray())
                .Add(JpegFile.App(1), Exif(six))
                .ToBytes(),
            ["padded with 255"] = JpegFile.Parse(Plain).Insert(1, JpegFile.App(1), [.. "Exif\0"u8, 255, .. six]).ToBytes(),
            ["in APP2"] = JpegFile.Parse(Plain).Insert(1, JpegFile.App(2), Exif(six)).ToBytes(),
            ["a byte"] = With(Tiff(Entry(TagOrientation, TypeByte, 1, 0x0600))),
            ["a byte then a short"] = With(Tiff(Entry(TagOrientation, TypeByte, 1, 0x0600), Entry(TagOrientation, TypeShort, 1, 8))),
            ["a long"] = With(Tiff(Entry(TagOrientation, TypeLong, 1, 6, little: true), little: true)),
            ["no value"] = With(Tiff(Entry(TagOrientation, TypeShort, 0, 6))),
            ["two values"] = With(Tiff(Entry(TagOrientation, TypeShort, 2, 6))),
            ["0"] = With(Tiff(Entry(TagOrientation, TypeShort, 1, 0))),
            ["9"] = With(Tiff(Entry(TagOrientation, TypeShort, 1, 9))),
            ["262"] = With(Tiff(Entry(TagOrientation, TypeShort, 1, 262))),
            ["0 then 8"] = With(Tiff(Entry(TagOrientation, TypeShort, 1, 0), Entry(TagOrientation, TypeShort, 1, 8))),
            ["6 then 8"] = With(Tiff(Entry(TagOrientation, TypeShort, 1, 6), Entry(TagOrientation, TypeShort, 1, 8))),
            ["wrong number of a TIFF"] = With([.. "MM\0+"u8, .. six[4..]]),
            ["more entries than are there"] = With([.. six[..8], 1, 0, .. six[10..]]),
            ["cut off in its entry"] = With(six[..^6]),
            ["without the next directory"] = With(six[..^4]),
            ["second directory"] = With([.. noEntries[..^4], 0, 0, 0, 26, 0, 1, .. Entry(TagOrientation, TypeShort, 1, 6), 0, 0, 0, 0]),
            ["after the first scan"] = AfterFirstScan(JpegFile.App(1), Exif(six)),
            ["before the end"] = [.. Plain[..^2], 0xFF, 0xE1, 0, (byte)(Exif(six).Length + 2), .. Exif(six), 0xFF, 0xD9],
        };
    }

    /// <summary>A progressive file with a segment behind its first scan.</summary>
    internal static byte[] AfterFirstScan(int marker, byte[] payload)
    {
        var file = Pictures.Jpeg(72, 56, "-progressive");
        var scan = file.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xDA]);
        var next = scan + 2 + file.AsSpan(scan + 2).IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC4]);
        var length = payload.Length + 2;
        return [.. file[..next], 0xFF, (byte)marker, (byte)(length >> 8), (byte)length, .. payload, .. file[next..]];
    }

    private static byte[] With(params byte[][] tiffs)
    {
        var file = JpegFile.Parse(Plain);
        for (var i = 0; i < tiffs.Length; i++)
            file = file.Insert(1 + i, JpegFile.App(1), Exif(tiffs[i]));
        return file.ToBytes();
    }

    private static byte[] Exif(byte[] tiff) => [.. "Exif\0\0"u8, .. tiff];

    private static byte[] Tiff(params byte[][] entries) => Tiff(entries, false);

    private static byte[] Tiff(byte[] entry, bool little) => Tiff([entry], little);

    private static byte[] Tiff(byte[][] entries, bool little)
    {
        var count = (byte)entries.Length;
        return little
            ? [.. "II*\0"u8, 8, 0, 0, 0, count, 0, .. entries.SelectMany(e => e), 0, 0, 0, 0]
            : [.. "MM\0*"u8, 0, 0, 0, 8, 0, count, .. entries.SelectMany(e => e), 0, 0, 0, 0];
    }

    private static byte[] Entry(int tag, int type, int count, int value, bool little = false) =>
        little
            ? [(byte)tag, (byte)(tag >> 8), (byte)type, 0, (byte)count, 0, 0, 0, (byte)value, (byte)(value >> 8), 0, 0]
            : [(byte)(tag >> 8), (byte)tag, 0, (byte)type, 0, 0, 0, (byte)count, (byte)(value >> 8), (byte)value, 0, 0];

    [GeneratedRegex(@"\[([^|\]]+)\|([^\]]+)\]")]
    private static partial Regex Answer();
}
