using System;

namespace Cutis.Imaging.Tests;

/// <summary>A JPEG as its segments up to the first scan, to make files of that encoders do not write but cameras and programs do.</summary>
internal sealed class JpegFile
{
    public const int StartOfFrame = 0xC0;
    public const int Huffman = 0xC4;
    public const int StartOfScan = 0xDA;
    public const int Quantiser = 0xDB;
    public const int Height = 0xDC;
    public const int Comment = 0xFE;

    private readonly List<(int Marker, byte[] Payload)> _segments = [];

    /// <summary>All that comes after the header of the first scan.</summary>
    private byte[] _rest = [];

    private JpegFile() { }

    public static JpegFile Parse(byte[] file)
    {
        var jpeg = new JpegFile();
        var at = 2;
        do
        {
            var (marker, length) = (file[at + 1], (file[at + 2] << 8) | file[at + 3]);
            jpeg._segments.Add((marker, file[(at + 4)..(at + 2 + length)]));
            at += 2 + length;
        } while (jpeg._segments[^1].Marker != StartOfScan);
        jpeg._rest = file[at..];
        return jpeg;
    }

    /// <summary>APPn.</summary>
    public static int App(int number) => 0xE0 + number;

    /// <summary>Puts a segment at a place among the others; 0 is right behind the start.</summary>
    public JpegFile Insert(int place, int marker, params byte[] payload) => Changed(segments => segments.Insert(place, (marker, payload)));

    /// <summary>Puts a segment behind all others that stand before the first scan.</summary>
    public JpegFile Add(int marker, params byte[] payload) => Insert(_segments.Count - 1, marker, payload);

    /// <summary>Takes out all segments of a kind, or those of them whose content is such.</summary>
    public JpegFile Without(int marker, Func<byte[], bool>? such = null) =>
        Changed(segments => segments.RemoveAll(s => s.Marker == marker && (such is null || such(s.Payload))));

    /// <summary>Changes the content of all segments of a kind.</summary>
    public JpegFile Edit(int marker, Func<byte[], byte[]> edit) =>
        Changed(segments =>
        {
            for (var i = 0; i < segments.Count; i++)
                if (segments[i].Marker == marker)
                    segments[i] = (marker, edit([.. segments[i].Payload]));
        });

    /// <summary>Changes what comes after the header of the first scan.</summary>
    public JpegFile EditRest(Func<byte[], byte[]> edit)
    {
        var changed = Changed(_ => { });
        changed._rest = edit([.. _rest]);
        return changed;
    }

    /// <summary>The file, with bytes as they are put in before a segment of a kind.</summary>
    public byte[] ToBytes(int before = -1, params byte[] raw)
    {
        var file = new MemoryStream();
        file.Write([0xFF, 0xD8]);
        foreach (var (marker, payload) in _segments)
        {
            if (marker == before)
                file.Write(raw);
            file.Write([0xFF, (byte)marker, (byte)((payload.Length + 2) >> 8), (byte)(payload.Length + 2)]);
            file.Write(payload);
        }

        file.Write(_rest);
        return file.ToArray();
    }

    private JpegFile Changed(Action<List<(int Marker, byte[] Payload)>> change)
    {
        var copy = new JpegFile { _rest = _rest };
        copy._segments.AddRange(_segments);
        change(copy._segments);
        return copy;
    }
}
