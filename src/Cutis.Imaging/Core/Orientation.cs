using System.Buffers.Binary;
using Cutis.Masks.Geometry;
using Cutis.Masks.Scenes;

namespace Cutis.Imaging.Core;

/// <summary>How stored pixels are oriented for viewing: the EXIF orientation, 1 to 8 (Exif 2.32, tag 0x0112).</summary>
/// <remarks>Photos are never rotated. Instead, what is drawn on them is brought into the orientation of the stored pixels.</remarks>
public readonly record struct Orientation
{
    private readonly byte _value;

    private Orientation(int value) => _value = (byte)(value - 1);

    /// <summary>The value of the tag, 1..8.</summary>
    public int Value => _value + 1;

    /// <summary>Stored as viewed.</summary>
    public static Orientation Upright { get; } = new(1);

    /// <summary>True when viewing exchanges width and height.</summary>
    public bool SwapsSides => Value >= 5;

    /// <summary>The orientation of a tag value; anything but 1..8 counts as upright, as in viewers.</summary>
    public static Orientation FromExif(int value) => value is >= 1 and <= 8 ? new(value) : Upright;

    /// <summary>Where a point of the upright picture lies in the stored picture.</summary>
    /// <param name="point">In pixels of the upright picture.</param>
    /// <param name="width">Width of the stored picture.</param>
    /// <param name="height">Height of the stored picture.</param>
    public Vec ToStored(Vec point, int width, int height) =>
        Value switch
        {
            2 => new(width - point.X, point.Y),
            3 => new(width - point.X, height - point.Y),
            4 => new(point.X, height - point.Y),
            5 => new(point.Y, point.X),
            6 => new(point.Y, height - point.X),
            7 => new(width - point.Y, height - point.X),
            8 => new(width - point.Y, point.X),
            _ => point,
        };

    /// <summary>The scene in the orientation of the stored pixels.</summary>
    internal Scene ToStored(Scene scene)
    {
        if (Value == 1)
            return scene;
        var (width, height) = SwapsSides ? (scene.Height, scene.Width) : (scene.Width, scene.Height);
        var self = this;

        return scene.Mapped(
            width,
            height,
            point => self.ToStored(point, width, height),
            stroke => stroke,
            (x, y) => self.SwapsSides ? (y, x) : (x, y)
        );
    }

    /// <summary>
    /// Reads the tag from the first directory of a TIFF block, as found in APP1 after <c>Exif\0\0</c> and in the eXIf chunk. Like browsers,
    /// it takes the first well-formed entry (one SHORT of 1..8), and upright when there is none.
    /// </summary>
    internal static Orientation FromTiff(ReadOnlySpan<byte> tiff)
    {
        const int tag = 0x0112;
        const int typeShort = 3;
        if (tiff.Length < 8)
            return Upright;
        var little = tiff.StartsWith("II*\0"u8);
        if (!little && !tiff.StartsWith("MM\0*"u8))
            return Upright;
        var directory = U32(tiff[4..], little);
        if (directory > tiff.Length - 2)
            return Upright;
        var count = U16(tiff[(int)directory..], little);
        for (var i = 0; i < count; i++)
        {
            var at = directory + 2 + (12L * i);
            if (at + 12 > tiff.Length)
                return Upright;
            var entry = tiff.Slice((int)at, 12);
            if (U16(entry, little) != tag || U16(entry[2..], little) != typeShort || U32(entry[4..], little) != 1)
                continue;
            if (U16(entry[8..], little) is >= 1 and <= 8 and var value)
                return new(value);
        }

        return Upright;
    }

    /// <summary>A TIFF block with this orientation and nothing else.</summary>
    internal byte[] ToTiff() =>
        [(byte)'M', (byte)'M', 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)Value, 0, 0, 0, 0, 0, 0];

    private static int U16(ReadOnlySpan<byte> at, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(at) : BinaryPrimitives.ReadUInt16BigEndian(at);

    private static uint U32(ReadOnlySpan<byte> at, bool little) =>
        little ? BinaryPrimitives.ReadUInt32LittleEndian(at) : BinaryPrimitives.ReadUInt32BigEndian(at);
}
