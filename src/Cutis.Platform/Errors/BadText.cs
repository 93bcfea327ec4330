using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Cutis.Platform.Errors;

/// <summary>Invalid text in the JSON of a request: its location and what is wrong with it, for clients.</summary>
internal sealed class BadTextException(IReadOnlyList<object> location, string message, string type = "string_unicode") : Exception(message)
{
    /// <summary>Stable name of the error.</summary>
    public string Type { get; } = type;

    /// <summary>Keys (strings) and indexes (integers) that lead to the text; empty for the whole document.</summary>
    public IReadOnlyList<object> Location { get; } = location;

    /// <summary>The location as text.</summary>
    public string Path => PathOf(Location);

    /// <summary>A location as text, such as <c>masks_original[0].name</c>; <c>body</c> for the whole document.</summary>
    public static string PathOf(IReadOnlyList<object> location)
    {
        var path = new StringBuilder();
        foreach (var step in location)
        {
            if (step is int)
                path.Append(CultureInfo.InvariantCulture, $"[{step}]");
            else
                path.Append(path.Length == 0 ? "" : ".").Append(step);
        }

        return path.Length == 0 ? "body" : path.ToString();
    }
}

/// <summary>
/// Checks every text and key of a JSON document before it is read: <see cref="JsonDocument"/> accepts invalid UTF-8 and unpaired
/// surrogates, and throws only when they are accessed. NUL is refused as well, because text columns and C libraries end there.
/// </summary>
internal static class BadText
{
    /// <summary>Maximum nesting depth of a document.</summary>
    public const int MaxDepth = 64;

    /// <exception cref="BadTextException">A text or a key is invalid.</exception>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public static void Refuse(ReadOnlySpan<byte> json)
    {
        // Most documents end here, at memory speed.
        if (Utf8.IsValid(json) && json.IndexOf("\\u"u8) < 0)
            return;
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
        Span<Step> path = stackalloc Step[MaxDepth + 1];
        var depth = 0;
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    path[depth].Start = (int)reader.TokenStartIndex + 1;
                    path[depth].Length = reader.ValueSpan.Length;
                    if (Mistake(reader.ValueSpan, reader.ValueIsEscaped) is { } wrong)
                        throw new BadTextException(Locate(json, path[..depth]), $"The key \"{Shown(reader.ValueSpan)}\" {wrong}.");
                    continue;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    depth--;
                    continue;
            }

            if (path[depth].IsArray)
                path[depth].Index++;
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                path[++depth] = new Step { IsArray = reader.TokenType == JsonTokenType.StartArray, Index = -1 };
            else if (reader.TokenType == JsonTokenType.String && Mistake(reader.ValueSpan, reader.ValueIsEscaped) is { } mistake)
                throw new BadTextException(Locate(json, path[..(depth + 1)]), $"The text {mistake}.");
        }
    }

    private static string? Mistake(ReadOnlySpan<byte> text, bool isEscaped)
    {
        if (!Utf8.IsValid(text))
            return "is not valid UTF-8";
        if (!isEscaped)
            return null;
        var high = false;
        for (var i = 0; i < text.Length; )
        {
            var isUnit = text[i] == '\\' && text[i + 1] == 'u';
            var unit = isUnit && Utf8Parser.TryParse(text.Slice(i + 2, 4), out ushort hex, out _, 'x') ? hex : -1;
            if (unit == 0)
                return "has the character NUL";
            if (high != (unit is >= 0xDC00 and <= 0xDFFF))
                return "has half a surrogate pair";
            high = unit is >= 0xD800 and <= 0xDBFF;
            i +=
                isUnit ? 6
                : text[i] == '\\' ? 2
                : 1;
        }

        return high ? "has half a surrogate pair" : null;
    }

    private static List<object> Locate(ReadOnlySpan<byte> json, ReadOnlySpan<Step> path)
    {
        var location = new List<object>();
        // The first step is the document itself.
        foreach (var step in path[1..])
            location.Add(step.IsArray ? step.Index : Shown(json.Slice(step.Start, step.Length)));
        return location;
    }

    private static string Shown(ReadOnlySpan<byte> key) => ErrorText.Shorten(Encoding.UTF8.GetString(key));

    /// <summary>A level of nesting: an array at an index, or an object at a key, given by its position in the document.</summary>
    private struct Step
    {
        public bool IsArray;
        public int Index;
        public int Start;
        public int Length;
    }
}
