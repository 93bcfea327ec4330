using System.IO.Compression;
using Cutis.Imaging.Compositing;
using Cutis.Imaging.Core;
using Cutis.Imaging.Jpeg;
using Cutis.Imaging.Photos;
using Cutis.Imaging.Png;
using Cutis.Imaging.Raster;
using Cutis.Masks.Scenes;

namespace Cutis.Imaging.Rendering;

/// <summary>Draws a scene alone on a transparent background.</summary>
public static class Overlay
{
    private const int StripRows = 16;

    /// <summary>Writes a PNG (with a palette if the scene has one layer) or a WebP.</summary>
    /// <param name="scene">The scene.</param>
    /// <param name="options">The options; only format and quality are used.</param>
    /// <param name="output">Receives the file.</param>
    /// <param name="stop">Cancels the work.</param>
    /// <exception cref="NotSupportedException">WebP is requested and the library is not installed on this machine.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static void Draw(Scene scene, OutputOptions options, Stream output, CancellationToken stop = default)
    {
        if (options.Format == PictureFormat.WebP)
        {
            var background = new PngPhoto(
                new PngImage
                {
                    Header = new PngHeader(scene.Width, scene.Height, PngColour.Rgba, 8, false),
                    Rows = new byte[scene.Width * scene.Height * 4],
                }
            );
            new WebPPhoto(background, options.Quality ?? JpegBuilder.DefaultQuality).Draw(scene, output, stop);
        }
        else if (scene.Layers is [var only])
        {
            DrawPalette(scene, only, output, stop);
        }
        else
        {
            DrawColours(scene, output, stop);
        }
    }

    // One layer has one colour for each of 256 opacities.
    private static void DrawPalette(Scene scene, Layer layer, Stream output, CancellationToken stop)
    {
        var (palette, transparency) = (new byte[3 * 256], new byte[256]);
        for (var i = 0; i < 256; i++)
        {
            var (r, g, b) = layer.Fill.At(i / 255.0);
            (palette[3 * i], palette[(3 * i) + 1], palette[(3 * i) + 2]) = (r, g, b);
            transparency[i] = (byte)Math.Round(i * layer.Fill.Alpha);
        }

        var header = new PngHeader(scene.Width, scene.Height, PngColour.Palette, 8, false);
        using var writer = new PngWriter(output, header, palette, transparency, [], Orientation.Upright, CompressionLevel.Fastest);
        using var rasteriser = new LayerRasteriser(
            new ShapeTable(layer, scene.Width, scene.Height, null, stop),
            scene.Width,
            scene.Height,
            StripRows
        );
        var row = new byte[scene.Width];
        for (var y = 0; y < scene.Height; y++)
        {
            stop.ThrowIfCancellationRequested();
            if (y % StripRows == 0)
                rasteriser.Draw(y / StripRows);
            Array.Clear(row);
            for (var tile = rasteriser.First; tile < rasteriser.End; tile++)
                Fill(rasteriser, tile, y % StripRows, row);
            writer.WriteRow(row);
        }

        writer.Finish();
    }

    private static void Fill(LayerRasteriser rasteriser, int tile, int line, byte[] row)
    {
        var (from, to) = (tile * LayerRasteriser.TileWidth, Math.Min(row.Length, (tile + 1) * LayerRasteriser.TileWidth));
        for (var x = from; x < to; x++)
            row[x] = (byte)((255 * rasteriser.OpacityAt(x, line)) + 0.5f);
    }

    private static void DrawColours(Scene scene, Stream output, CancellationToken stop)
    {
        var header = new PngHeader(scene.Width, scene.Height, PngColour.Rgba, 8, false);
        using var writer = new PngWriter(output, header, [], [], [], Orientation.Upright, CompressionLevel.Fastest);
        using var rows = new PixelRows(scene, header, null, stop);
        var row = new byte[header.RowBytes(scene.Width)];
        for (var y = 0; y < scene.Height; y++)
        {
            stop.ThrowIfCancellationRequested();
            Array.Clear(row);
            if (rows.Prepare(y))
                rows.Draw(y, row);
            writer.WriteRow(row);
        }

        writer.Finish();
    }
}
