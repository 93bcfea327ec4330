using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;
using Cutis.Masks.Colours;

namespace Cutis.Masks.Results;

/// <summary>Reads the grid of a heat map: its size, its values in one of three encodings, its range and its colours.</summary>
internal static class GridReader
{
    public static HeatGrid? Read(JsonNode node, SideCount count)
    {
        if (node.IsNull || !node.IsObject("width", "height", "values", "data", "encoding", "range", "scale"))
            return null;
        var (width, height) = (ReadSide(node.At("width")), ReadSide(node.At("height")));
        if ((long)width * height > ResultLimits.MaxCells)
        {
            node.Complain($"has {(long)width * height} cells; at most {ResultLimits.MaxCells} are allowed");
            return null;
        }

        if (!count.AddCells(node, (long)width * height))
            return null;
        var (values, data) = (node.At("values"), node.At("data"));
        if (values.IsNull == data.IsNull)
            node.Complain("must have either values or data");
        var numbers = values.IsNull ? ReadData(data, node.At("encoding"), width * height) : ReadValues(values, width * height);
        var (min, max) = ReadRange(node.At("range"));
        var scale = ReadScale(node.At("scale"));
        var cells = Array.ConvertAll(numbers, value => (float)Math.Clamp((value - min) / (max - min), 0, 1));
        return new HeatGrid(width, height, ImmutableCollectionsMarshal.AsImmutableArray(cells), scale);
    }

    private static int ReadSide(JsonNode node)
    {
        if (node.Kind == JsonValueKind.Number && node.Value.TryGetInt32(out var side) && side >= 1 && side <= ResultLimits.MaxCells)
            return side;
        node.Complain($"must be a whole number from 1 to {ResultLimits.MaxCells}, not {node.Describe()}");
        return 0;
    }

    private static double[] ReadValues(JsonNode node, int count)
    {
        if (node.Kind != JsonValueKind.Array || node.Value.GetArrayLength() != count)
        {
            var given = node.Kind == JsonValueKind.Array ? $"of {node.Value.GetArrayLength()}" : node.Describe();
            node.Complain($"must be a list of width × height = {count} numbers, not {given}");
            return [];
        }

        var values = new double[count];
        var index = 0;
        foreach (var item in node.Value.EnumerateArray())
        {
            if (index % 256 == 255 && !node.GoesOn)
                break;
            var isGood =
                item.ValueKind == JsonValueKind.Number
                && item.TryGetDouble(out values[index])
                && Math.Abs(values[index]) <= ResultLimits.MaxCoordinate;
            if (!isGood)
                values[index] = node.Child(index).Number(-ResultLimits.MaxCoordinate, ResultLimits.MaxCoordinate) ?? 0;
            index++;
        }

        return values;
    }

    private static double[] ReadData(JsonNode node, JsonNode encoding, int count)
    {
        var name = encoding.Text(required: true);
        var size = name switch
        {
            "uint8" => 1,
            "float32" => 4,
            _ => 0,
        };
        if (size == 0)
        {
            if (name is not null)
                encoding.Complain($"must be float32 or uint8, not {encoding.Describe()}");
            return [];
        }

        if (node.Kind != JsonValueKind.String || !node.Value.TryGetBytesFromBase64(out var bytes) || bytes.Length != count * size)
        {
            node.Complain($"must be the base64 of width × height × {size} = {count * size} bytes");
            return [];
        }

        var values = new double[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = size == 1 ? bytes[i] / 255.0 : BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(4 * i));
            if (double.IsFinite(values[i]))
                continue;
            node.Complain($"has {values[i]} in cell {i}; numbers must be finite");
            return [];
        }

        return values;
    }

    // The values that map to the intensities 0 and 1.
    private static (double Min, double Max) ReadRange(JsonNode node)
    {
        if (node.IsNull)
            return (0, 1);
        if (node.Kind == JsonValueKind.Array && node.Value.GetArrayLength() == 2)
        {
            const double far = ResultLimits.MaxCoordinate;
            var (min, max) = (node.Child(0).Number(-far, far), node.Child(1).Number(-far, far));
            if (min < max)
                return (min.Value, max.Value);
            if (min is null || max is null)
                return (0, 1);
        }

        var given =
            node.Kind != JsonValueKind.Array ? node.Describe()
            : node.RawLength <= 40 ? node.Value.GetRawText()
            : "a list";
        node.Complain($"must be two numbers, the lower one first, not {given}");
        return (0, 1);
    }

    private static ScaleFill? ReadScale(JsonNode node)
    {
        if (node.IsNull)
            return null;
        if (node.Kind == JsonValueKind.Array)
            return ReadStops(node);
        if (node.Text() is not { } name)
            return null;
        var scale = ScaleFill.Create(name);
        if (scale is null)
            node.Complain($"must be one of {string.Join(", ", ScaleFill.Names)}, or a list of CSS colours, not {node.Describe()}");
        return scale;
    }

    private static ScaleFill? ReadStops(JsonNode node)
    {
        var stops = ImmutableArray.CreateBuilder<int>();
        foreach (var item in node.Items(ScaleFill.MaxStops))
        {
            if (item.Text(required: true) is not { } text)
                return null;
            if (!CssColour.TryParse(text, out var c))
            {
                item.Complain($"must be a CSS colour, not {item.Describe()}");
                return null;
            }

            stops.Add((c.R << 16) | (c.G << 8) | c.B);
        }

        if (stops.Count >= 2)
            return new ScaleFill(stops.DrainToImmutable(), 1);
        node.Complain($"must have at least 2 colours, not {stops.Count}");
        return null;
    }
}
