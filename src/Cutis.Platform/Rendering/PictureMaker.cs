using System.Collections.Immutable;
using Cutis.Imaging.Photos;
using Cutis.Imaging.Rendering;
using Cutis.Masks.Results;
using Cutis.Masks.Scenes;
using Cutis.Platform.Errors;
using Cutis.Platform.Photos;

namespace Cutis.Platform.Rendering;

/// <summary>Makes the bytes of a picture: mask sets → scene → file in the requested format.</summary>
internal static class PictureMaker
{
    /// <param name="photo">The photo as stored.</param>
    /// <param name="shown">The photo as derived for output.</param>
    /// <param name="masks">The mask sets in the order of drawing.</param>
    /// <param name="output">The output options.</param>
    /// <param name="feed">Receives the picture while it is made.</param>
    /// <param name="workers">Number of threads that may share the work.</param>
    /// <param name="stop">Cancels the work.</param>
    public static Picture Draw(
        Photo photo,
        Photo shown,
        IReadOnlyList<(byte[] Json, MaskStyle Style)> masks,
        OutputOptions output,
        PictureStream feed,
        int workers,
        CancellationToken stop
    )
    {
        Scene scene;
        try
        {
            if (Place(photo, masks, output, stop) is not { } placed)
                return Picture.Without(new ServiceError(ErrorKind.Damaged, "The stored masks cannot be read"));
            scene = placed;
        }
        catch (SceneTooLargeException e)
        {
            return Picture.Without(new ServiceError(ErrorKind.Unprocessable, e.Message) { Code = SceneTooLargeException.Code });
        }

        var mediaType = MediaTypeOf(shown, output);
        using var file = feed.Writer(mediaType);
        Write(scene, shown, output, file, workers, stop);
        return new Picture(file.Complete(), mediaType, null);
    }

    // Builds the scene and checks its limits before anything is written; null when a mask set cannot be read.
    private static Scene? Place(
        Photo photo,
        IReadOnlyList<(byte[] Json, MaskStyle Style)> masks,
        OutputOptions output,
        CancellationToken stop
    )
    {
        var layers = ImmutableArray.CreateBuilder<Layer>();
        var swatches = new List<LegendSwatch>();
        foreach (var (json, style) in masks)
        {
            if (
                !ResultJson.TryReadMasks(json, out var set, out _, stop)
                || set.Length != style.Fills.Length
                || (!style.Looks.IsEmpty && set.Length != style.Looks.Length)
            )
                return null;
            layers.AddRange(SceneBuilder.Build(set, style, photo.UprightWidth, photo.UprightHeight, stop).Layers);
            SceneBudget.Check(layers, stop);
            for (var i = 0; i < set.Length; i++)
            {
                var look = style.Looks.IsEmpty ? null : style.Looks[i];
                swatches.Add(new LegendSwatch(set[i].Kind, style.Fills[i], look, style.Outline, style.ConcentricLines));
            }
        }

        var scene = SceneBuilder.WithSpotlight(
            new Scene(photo.UprightWidth, photo.UprightHeight, layers.DrainToImmutable()),
            output.Spotlight
        );
        SceneBudget.Check(scene, stop);
        scene = OutputSize.Compute(output, photo.UprightWidth, photo.UprightHeight).Place(scene, stop);
        if (!output.LegendRows.IsEmpty)
            return LegendRows.Over(scene, output.LegendRows, swatches);
        return output.Legend is { } legend ? LegendBox.Over(scene, legend) : scene;
    }

    private static string MediaTypeOf(Photo shown, OutputOptions output) =>
        output switch
        {
            { Format: PictureFormat.Svg } => "image/svg+xml",
            { Overlay: true } => output.Format == PictureFormat.WebP ? "image/webp" : "image/png",
            _ => shown.MediaType,
        };

    private static void Write(Scene scene, Photo shown, OutputOptions output, Stream file, int workers, CancellationToken stop)
    {
        if (output.Format == PictureFormat.Svg)
            SvgPicture.Write(scene, output.MaskOverImage ? shown : null, file, stop);
        else if (output.Overlay)
            Overlay.Draw(scene, output, file, stop);
        else
            shown.Draw(scene, file, workers, stop);
    }
}
