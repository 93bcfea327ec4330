using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Cutis.Server.Tests.Fuzz;

/// <summary>
/// Makes JSON after a schema of the OpenAPI document, with some of it wrong: other types, extremes, NUL, halves of surrogate pairs, bytes
/// that are not UTF-8, deep nesting, huge numbers, keys that lack, are twice, or too many.
/// </summary>
/// <param name="random">Of the request, so that it can be made again.</param>
/// <param name="share">How often a value is wrong, 0..1.</param>
/// <param name="known">Valid values of a key where the schema says only that it is a text, such as the ids of images.</param>
internal sealed class JsonFuzzer(Random random, double share, IReadOnlyDictionary<string, string[]> known)
{
    private const int MaxDepth = 12;
    private readonly MemoryStream _output = new();

    /// <summary>A document that is mostly what the schema says.</summary>
    public byte[] Create(JsonElement schema)
    {
        _output.SetLength(0);
        Write(schema, "", 0);
        if (Chance(share / 4))
            Spoil();
        return _output.ToArray();
    }

    private bool Chance(double of) => random.NextDouble() < of;

    private T Any<T>(T[] list) => list[random.Next(list.Length)];

    private void Raw(string json) => _output.Write(Encoding.UTF8.GetBytes(json));

    // Of the whole: what comes before, what comes after, and a cut.
    private void Spoil()
    {
        var json = _output.ToArray();
        _output.SetLength(0);
        switch (random.Next(6))
        {
            case 0:
                _output.Write([0xEF, 0xBB, 0xBF, .. json]);
                break;
            case 1:
                _output.Write([0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(json))]);
                break;
            case 2:
                _output.Write(json.AsSpan(0, random.Next(json.Length + 1)));
                break;
            case 3:
                _output.Write([.. json, .. "}]"u8]);
                break;
            case 4:
                Nest(random.Next(2, 3000));
                break;
            default:
                if (json.Length > 0)
                    json[random.Next(json.Length)] = (byte)random.Next(256);
                _output.Write(json);
                break;
        }
    }

    private void Write(JsonElement schema, string key, int depth)
    {
        while (schema.TryGetProperty("$ref", out var reference))
            schema = OpenApi.Schema(reference.GetString()!.Split('/')[^1]);
        if (depth > MaxDepth || Chance(share))
        {
            Wrong();
            return;
        }

        foreach (var choice in (string[])["anyOf", "oneOf"])
        {
            if (!schema.TryGetProperty(choice, out var several))
                continue;
            Write(several[random.Next(several.GetArrayLength())], key, depth + 1);
            return;
        }

        if (known.TryGetValue(key, out var values) && !Chance(share))
            Raw($"\"{Any(values)}\"");
        else if (schema.TryGetProperty("enum", out var allowed))
            Raw(Any([.. allowed.EnumerateArray()]).GetRawText());
        else
            WriteType(schema, TypeOf(schema), depth);
    }

    private string TypeOf(JsonElement schema)
    {
        if (!schema.TryGetProperty("type", out var type))
            return schema.TryGetProperty("properties", out _) ? "object" : "any";
        if (type.ValueKind == JsonValueKind.String)
            return type.GetString()!;
        // Null is a value like any other, but not half of all.
        var types = type.EnumerateArray().Select(t => t.GetString()!).Where(t => t != "null" || Chance(0.1)).ToArray();
        return types.Length == 0 ? "null" : Any(types);
    }

    private void WriteType(JsonElement schema, string type, int depth)
    {
        switch (type)
        {
            case "object":
                WriteObject(schema, depth);
                break;
            case "array":
                WriteArray(schema, depth);
                break;
            case "string":
                WriteText(Chance(0.5) ? Any(HostileValues.Texts) : new string('x', random.Next(1, 20)));
                break;
            case "integer":
                Raw(random.Next(-3, 200).ToString(CultureInfo.InvariantCulture));
                break;
            case "number":
                Raw((random.NextDouble() * Math.Pow(10, random.Next(-3, 4))).ToString("R", CultureInfo.InvariantCulture));
                break;
            case "boolean":
                Raw(Chance(0.5) ? "true" : "false");
                break;
            case "null":
                Raw("null");
                break;
            default:
                Wrong();
                break;
        }
    }

    private void WriteObject(JsonElement schema, int depth)
    {
        var required = schema.TryGetProperty("required", out var list) ? list.EnumerateArray().Select(k => k.GetString()!).ToHashSet() : [];
        Raw("{");
        var isFirst = true;
        foreach (var property in schema.TryGetProperty("properties", out var all) ? all.EnumerateObject() : default)
        {
            if (!Chance(required.Contains(property.Name) ? 1 - (share / 2) : 0.35))
                continue;
            for (var times = Chance(share / 4) ? 2 : 1; times > 0; times--)
            {
                if (!isFirst)
                    Raw(",");
                isFirst = false;
                Raw($"\"{property.Name}\":");
                Write(property.Value, property.Name, depth + 1);
            }
        }

        if (Chance(share / 2))
        {
            if (!isFirst)
                Raw(",");
            WriteText(Any(HostileValues.Texts));
            Raw(":");
            Wrong();
        }

        Raw("}");
    }

    private void WriteArray(JsonElement schema, int depth)
    {
        var count = Chance(share / 10) ? random.Next(90, 120) : random.Next(0, 4);
        Raw("[");
        for (var i = 0; i < count && _output.Length < 200_000; i++)
        {
            if (i > 0)
                Raw(",");
            if (schema.TryGetProperty("items", out var items))
                Write(items, "", depth + 1);
            else
                Wrong();
        }

        Raw("]");
    }

    private void WriteText(string escaped)
    {
        Raw("\"");
        Raw(escaped);
        // A byte that no UTF-8 has, the first half of a character, an overlong one, a surrogate as bytes.
        if (Chance(share / 3))
            _output.Write(
                Any<byte[]>([
                    [0xFF],
                    [0xC3],
                    [0xC0, 0xAF],
                    [0xED, 0xA0, 0x80],
                    [0xF5, 0x80, 0x80, 0x80],
                ])
            );
        Raw("\"");
    }

    private void Wrong()
    {
        switch (random.Next(12))
        {
            case 0:
                Raw("null");
                break;
            case 1:
                Raw(Chance(0.5) ? "true" : "false");
                break;
            case 2 or 3 or 4:
                Raw(Any(HostileValues.Numbers));
                break;
            case 5:
                Raw("[]");
                break;
            case 6:
                Raw("{}");
                break;
            case 7:
                Nest(random.Next(1, 80));
                break;
            case 8:
                Raw(new string('9', random.Next(1, 2000)));
                break;
            case 9:
                WriteText(new string('é', random.Next(1, 5000)));
                break;
            default:
                WriteText(Any(HostileValues.Texts));
                break;
        }
    }

    private void Nest(int levels)
    {
        var isList = Chance(0.5);
        Raw(string.Concat(Enumerable.Repeat(isList ? "[" : "{\"a\":", levels)));
        Raw("1");
        Raw(new string(isList ? ']' : '}', levels));
    }
}
