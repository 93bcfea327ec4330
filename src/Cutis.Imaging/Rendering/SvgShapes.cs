using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Xml;
using Cutis.Masks.Geometry;
using Cutis.Masks.Scenes;

namespace Cutis.Imaging.Rendering;

/// <summary>Writes the shapes of a level as SVG in pieces: a path may have a million points.</summary>
internal static class SvgShapes
{
    private const string Svg = "http://www.w3.org/2000/svg";
    private const int PieceLength = 1 << 14;

    // The opacity belongs to the group, so that overlapping shapes form a union.
    public static void WriteLevel(XmlWriter xml, Level level, string colour, double opacity, CancellationToken stop)
    {
        if (level.Shapes.IsEmpty)
            return;
        xml.WriteStartElement("g", Svg);
        WriteOpacity(xml, opacity);
        xml.WriteAttributeString("fill", colour);
        xml.WriteAttributeString("fill-rule", "evenodd");
        foreach (var shape in level.Shapes)
            WriteFilled(xml, shape, stop);
        var lines = level.Shapes.Where(shape => shape is Circle or Stroke { Points.Length: > 1 });
        foreach (var same in lines.GroupBy(shape => shape is Stroke stroke ? stroke.Width : ((Circle)shape).Width))
            WriteLines(xml, same, same.Key, colour, stop);
        xml.WriteEndElement();
    }

    public static void WriteOpacity(XmlWriter xml, double opacity)
    {
        if (opacity < 1)
            xml.WriteAttributeString("opacity", opacity.ToString("0.####", CultureInfo.InvariantCulture));
    }

    public static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private static void WriteFilled(XmlWriter xml, SceneShape shape, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        switch (shape)
        {
            case Region region when region.Rings.Any(ring => ring.Length > 2):
                WritePath(xml, region.Rings.Where(ring => ring.Length > 2), isClosed: true, stop);
                break;
            case Disc disc:
                WriteEllipse(xml, disc.Centre, disc.RadiusX, disc.RadiusY);
                break;
            case Stroke { Points: [var only] } dot:
                WriteEllipse(xml, only, dot.Width / 2, dot.Width / 2);
                break;
        }
    }

    private static void WriteLines(XmlWriter xml, IEnumerable<SceneShape> lines, double width, string colour, CancellationToken stop)
    {
        xml.WriteStartElement("g", Svg);
        xml.WriteAttributeString("fill", "none");
        xml.WriteAttributeString("stroke", colour);
        xml.WriteAttributeString("stroke-width", Number(width));
        xml.WriteAttributeString("stroke-linecap", "round");
        xml.WriteAttributeString("stroke-linejoin", "round");
        foreach (var line in lines)
        {
            if (line is Stroke stroke)
                WritePath(xml, [stroke.Points], isClosed: false, stop);
            else if (line is Circle circle)
                WriteEllipse(xml, circle.Centre, circle.RadiusX, circle.RadiusY);
        }

        xml.WriteEndElement();
    }

    private static void WriteEllipse(XmlWriter xml, Vec centre, double rx, double ry)
    {
        xml.WriteStartElement("ellipse", Svg);
        xml.WriteAttributeString("cx", Number(centre.X));
        xml.WriteAttributeString("cy", Number(centre.Y));
        xml.WriteAttributeString("rx", Number(rx));
        xml.WriteAttributeString("ry", Number(ry));
        xml.WriteEndElement();
    }

    private static void WritePath(XmlWriter xml, IEnumerable<ImmutableArray<Vec>> lines, bool isClosed, CancellationToken stop)
    {
        xml.WriteStartElement("path", Svg);
        xml.WriteStartAttribute("d");
        var text = new StringBuilder();
        foreach (var points in lines)
        {
            for (var i = 0; i < points.Length; i++)
            {
                text.Append(
                        i == 0 ? 'M'
                        : i == 1 ? 'L'
                        : ' '
                    )
                    .Append(Number(points[i].X))
                    .Append(' ')
                    .Append(Number(points[i].Y));
                if (text.Length >= PieceLength)
                    Flush();
            }

            if (isClosed)
                text.Append('z');
        }

        Flush();
        xml.WriteEndAttribute();
        xml.WriteEndElement();

        void Flush()
        {
            stop.ThrowIfCancellationRequested();
            xml.WriteString(text.ToString());
            text.Clear();
        }
    }
}
