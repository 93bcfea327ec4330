using System.Globalization;
using System.Text;
using System.Xml;
using Cutis.Imaging.Photos;
using Cutis.Masks.Colours;
using Cutis.Masks.Scenes;

namespace Cutis.Imaging.Rendering;

/// <summary>Writes a scene as SVG 1.1, with or without the photo beneath it.</summary>
/// <remarks>
/// The SVG contains plain shapes: no text, no script and no external reference. Layers whose levels are added are embedded as a bitmap,
/// because SVG has no addition that all renderers support.
/// </remarks>
public static class SvgPicture
{
    private const string Svg = "http://www.w3.org/2000/svg";
    private const string XLink = "http://www.w3.org/1999/xlink";

    /// <summary>Writes the picture.</summary>
    /// <param name="scene">The scene.</param>
    /// <param name="photo">An upright photo of the scene's size to place beneath it, or null.</param>
    /// <param name="output">Receives the file in UTF-8; it is not closed.</param>
    /// <param name="stop">Cancels the work.</param>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static void Write(Scene scene, Photo? photo, Stream output, CancellationToken stop = default)
    {
        using var xml = XmlWriter.Create(output, new XmlWriterSettings { Encoding = new UTF8Encoding(false), CloseOutput = false });
        xml.WriteStartDocument();
        xml.WriteStartElement("svg", Svg);
        xml.WriteAttributeString("xmlns", "xlink", null, XLink);
        xml.WriteAttributeString("width", SvgShapes.Number(scene.Width));
        xml.WriteAttributeString("height", SvgShapes.Number(scene.Height));
        xml.WriteAttributeString("viewBox", $"0 0 {SvgShapes.Number(scene.Width)} {SvgShapes.Number(scene.Height)}");
        var data = photo is null ? null : PhotoData(photo, stop);
        if (data is not null)
            WriteImage(xml, scene, data, null);
        for (var i = 0; i < scene.Layers.Length; i++)
        {
            stop.ThrowIfCancellationRequested();
            WriteLayer(xml, scene, scene.Layers[i], $"m{i}", data, stop);
        }

        xml.WriteEndElement();
        xml.WriteEndDocument();
    }

    // Only the pixels: metadata of the upload is not passed on.
    private static string PhotoData(Photo photo, CancellationToken stop)
    {
        using var clean = new MemoryStream();
        photo.Draw(new Scene(photo.UprightWidth, photo.UprightHeight, []), clean, stop);
        return $"data:{photo.MediaType};base64,{Convert.ToBase64String(clean.GetBuffer(), 0, (int)clean.Length)}";
    }

    private static void WriteLayer(XmlWriter xml, Scene scene, Layer layer, string id, string? photo, CancellationToken stop)
    {
        var isVaried = layer.Overlap == Overlap.Sum || (layer.Fill is not (SolidFill or GreyFill) && layer.Levels.Length > 1);
        if (layer.Field is not null || (isVaried && layer.Levels.Any(level => level.Shapes.Length > 0)))
            WriteBitmap(xml, scene, layer, stop);
        else if (layer.Inverse || layer.Levels.Length > 1)
            WriteMasked(xml, scene, layer, id, photo, stop);
        else if (layer.Levels is [var only])
            SvgShapes.WriteLevel(xml, only, Colour(layer.Fill), layer.Fill.Alpha * only.Intensity, stop);
    }

    private static void WriteBitmap(XmlWriter xml, Scene scene, Layer layer, CancellationToken stop)
    {
        using var png = new MemoryStream();
        Overlay.Draw(scene with { Layers = [layer] }, OutputOptions.Default, png, stop);
        WriteImage(xml, scene, $"data:image/png;base64,{Convert.ToBase64String(png.GetBuffer(), 0, (int)png.Length)}", null);
    }

    // A mask whose luminance is the opacity; weaker levels come first, so that stronger ones replace them.
    private static void WriteMasked(XmlWriter xml, Scene scene, Layer layer, string id, string? photo, CancellationToken stop)
    {
        xml.WriteStartElement("mask", Svg);
        xml.WriteAttributeString("id", id);
        xml.WriteAttributeString("maskUnits", "userSpaceOnUse");
        WriteBox(xml, scene);
        if (layer.Inverse)
        {
            xml.WriteStartElement("rect", Svg);
            WriteBox(xml, scene);
            xml.WriteAttributeString("fill", "#fff");
            xml.WriteEndElement();
        }

        foreach (var level in layer.Levels.OrderBy(level => level.Intensity))
            SvgShapes.WriteLevel(xml, level, Grey(layer.Inverse ? 1 - level.Intensity : level.Intensity), 1, stop);
        xml.WriteEndElement();
        if (layer.Fill is GreyFill)
        {
            if (photo is not null)
                WriteGreyPhoto(xml, scene, id, photo);
            return;
        }

        xml.WriteStartElement("rect", Svg);
        WriteBox(xml, scene);
        xml.WriteAttributeString("fill", Colour(layer.Fill));
        SvgShapes.WriteOpacity(xml, layer.Fill.Alpha);
        xml.WriteAttributeString("mask", $"url(#{id})");
        xml.WriteEndElement();
    }

    private static void WriteGreyPhoto(XmlWriter xml, Scene scene, string id, string photo)
    {
        const string brightness = "0.299 0.587 0.114 0 0";
        xml.WriteStartElement("filter", Svg);
        xml.WriteAttributeString("id", $"{id}f");
        xml.WriteAttributeString("color-interpolation-filters", "sRGB");
        xml.WriteStartElement("feColorMatrix", Svg);
        xml.WriteAttributeString("values", $"{brightness} {brightness} {brightness} 0 0 0 1 0");
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteStartElement("g", Svg);
        xml.WriteAttributeString("mask", $"url(#{id})");
        WriteImage(xml, scene, photo, $"url(#{id}f)");
        xml.WriteEndElement();
    }

    private static void WriteImage(XmlWriter xml, Scene scene, string data, string? filter)
    {
        xml.WriteStartElement("image", Svg);
        WriteBox(xml, scene);
        xml.WriteAttributeString("preserveAspectRatio", "none");
        if (filter is not null)
            xml.WriteAttributeString("filter", filter);
        xml.WriteAttributeString("href", XLink, data);
        xml.WriteEndElement();
    }

    private static void WriteBox(XmlWriter xml, Scene scene)
    {
        foreach (var (name, value) in (ReadOnlySpan<(string, int)>)[("x", 0), ("y", 0), ("width", scene.Width), ("height", scene.Height)])
            xml.WriteAttributeString(name, SvgShapes.Number(value));
    }

    private static string Grey(double value) =>
        ((int)Math.Round(255 * value)) is var byteValue ? $"rgb({byteValue},{byteValue},{byteValue})" : "";

    private static string Colour(Fill fill) =>
        fill.At(1) is var (r, g, b) ? string.Create(CultureInfo.InvariantCulture, $"#{r:x2}{g:x2}{b:x2}") : "";
}
