using Cutis.Imaging.Jpeg;
using Cutis.Imaging.Raster;
using Cutis.Masks;

namespace Cutis.Imaging;

/// <summary>
/// A JPEG as planes of samples. Masks are blended straight into the planes, which equals blending in RGB because the colour
/// transform is affine, and every row of MCUs is encoded anew with the photo's own quantisation tables.
/// </summary>
internal sealed class JpegPhoto(JpegImage source) : Photo
{
    private readonly JpegImage _image = JpegCanvas.Prepare(source);

    public override int Width => _image.Frame.Width;

    public override int Height => _image.Frame.Height;

    public override Orientation Orientation => _image.Orientation;

    public override string MediaType => "image/jpeg";

    public override long MemoryBytes => _image.MemoryBytes;

    private protected override void DrawStored(Scene scene, Stream output, CancellationToken stop)
    {
        var frame = _image.Frame;
        var writer = new JpegWriter(_image, output);
        var strips = Array.ConvertAll(frame.Components, c => new byte[c.Stride * 8 * c.V]);
        var toChannels = _image.Colour == ColourModel.Rgb ? (Func<double, double, double, double[]>)Paint.Rgb : Paint.YCbCr;
        var layers = scene.Layers.Select(layer => new LayerStrip(layer, frame, new Paint(layer.Fill, toChannels))).ToArray();
        for (var row = 0; row < frame.McusHigh; row++)
        {
            stop.ThrowIfCancellationRequested();
            for (var i = 0; i < strips.Length; i++)
            {
                var samples = frame.Components[i].Samples;
                samples.AsSpan(row * strips[i].Length, strips[i].Length).CopyTo(strips[i]);
            }

            foreach (var layer in layers) layer.Blend(row, strips);
            writer.WriteMcuRow(strips);
        }

        writer.Finish();
    }
}
