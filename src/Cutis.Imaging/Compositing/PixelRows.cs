using System.Buffers.Binary;
using Cutis.Imaging.Core;
using Cutis.Imaging.Png;
using Cutis.Imaging.Raster;
using Cutis.Masks.Scenes;

namespace Cutis.Imaging.Compositing;

/// <summary>Blends a scene into rows of RGB or RGBA pixels, 8 or 16 bits per sample, from top to bottom.</summary>
/// <param name="scene">The scene.</param>
/// <param name="header">Size and channels of the rows.</param>
/// <param name="profile">Converts the scene's colours into the pixels' colour space, or null.</param>
/// <param name="stop">Cancels the work.</param>
internal sealed class PixelRows(Scene scene, PngHeader header, ProfileColours? profile, CancellationToken stop) : IDisposable
{
    private const int StripRows = 16;
    private readonly (LayerRasteriser Rasteriser, Paint Paint)[] _layers =
    [
        .. ShapeTable
            .Create(scene, header.Width, header.Height, stop)
            .Select(table =>
                (new LayerRasteriser(table, header.Width, header.Height, StripRows), Paint.ForPixels(table.Layer.Fill, profile))
            ),
    ];

    private readonly bool[] _touched = new bool[(header.Width + LayerRasteriser.TileWidth - 1) / LayerRasteriser.TileWidth];
    private bool _any;

    /// <summary>Which tiles of the prepared row are drawn on.</summary>
    public ReadOnlySpan<bool> Touched => _touched;

    /// <summary>Prepares the next row; false when nothing is drawn on it.</summary>
    public bool Prepare(int y)
    {
        if (y % StripRows != 0)
            return _any;
        Array.Clear(_touched);
        _any = false;
        foreach (var (rasteriser, _) in _layers)
        {
            if (!rasteriser.Draw(y / StripRows))
                continue;
            _any = true;
            for (var tile = rasteriser.First; tile < Math.Min(rasteriser.End, _touched.Length); tile++)
                _touched[tile] |= rasteriser.Tiles[tile] != 0;
        }

        return _any;
    }

    /// <summary>Draws on the prepared row.</summary>
    public void Draw(int y, Span<byte> row)
    {
        foreach (var (rasteriser, paint) in _layers)
        {
            for (var tile = rasteriser.First; tile < Math.Min(rasteriser.End, _touched.Length); tile++)
                if (rasteriser.Tiles[tile] != 0)
                    Blend(row, rasteriser, y % StripRows, tile, paint);
        }
    }

    /// <summary>Returns the buffers to the pool.</summary>
    public void Dispose()
    {
        foreach (var (rasteriser, _) in _layers)
            rasteriser.Dispose();
    }

    private void Blend(Span<byte> row, LayerRasteriser rasteriser, int line, int tile, Paint paint)
    {
        rasteriser.Fill(tile);
        var pixels = rasteriser.Opacity.AsSpan(rasteriser.At(tile, line), LayerRasteriser.TileWidth);
        var (channels, deep) = (header.Channels, header.BitDepth == 16);
        float maxValue = deep ? 65535 : 255;
        for (var x = tile * LayerRasteriser.TileWidth; x < Math.Min(header.Width, (tile + 1) * LayerRasteriser.TileWidth); x++)
        {
            var opacity = pixels[x % LayerRasteriser.TileWidth];
            var share = opacity * paint.Alpha;
            if (share == 0)
                continue;
            var at = x * channels;
            if (paint.IsGrey)
            {
                TakeColour(row, at, deep, share);
                continue;
            }

            // Source-over with straight alpha: αo = αs + αb(1 − αs), Co = (αs·Cs + (1 − αs)·αb·Cb) / αo (W3C Compositing and Blending Level
            // 1, section 5.1).
            var below = channels == 4 ? Get(row, at + 3, deep) / maxValue : 1f;
            var result = share + (below * (1 - share));
            for (var i = 0; i < 3; i++)
            {
                var colour = paint.At(i, opacity) * (maxValue / 255);
                var mixed = ((share * colour) + (below * (1 - share) * Get(row, at + i, deep))) / result;
                Set(row, at + i, deep, mixed);
            }

            if (channels == 4)
                Set(row, at + 3, deep, result * maxValue);
        }
    }

    private static void TakeColour(Span<byte> row, int at, bool deep, float share)
    {
        // Luma as in YCbCr: 0.299 R + 0.587 G + 0.114 B (JFIF 1.02, page 3).
        var grey = (0.299f * Get(row, at, deep)) + (0.587f * Get(row, at + 1, deep)) + (0.114f * Get(row, at + 2, deep));
        for (var i = 0; i < 3; i++)
            Set(row, at + i, deep, (share * grey) + ((1 - share) * Get(row, at + i, deep)));
    }

    private static float Get(ReadOnlySpan<byte> row, int at, bool deep) =>
        deep ? BinaryPrimitives.ReadUInt16BigEndian(row[(2 * at)..]) : row[at];

    private static void Set(Span<byte> row, int at, bool deep, float value)
    {
        if (deep)
            BinaryPrimitives.WriteUInt16BigEndian(row[(2 * at)..], (ushort)(value + 0.5f));
        else
            row[at] = (byte)(value + 0.5f);
    }
}
