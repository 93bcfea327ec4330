using System.Text;
using System.Text.Json;

namespace Cutis.Platform.Results;

/// <summary>One item of a list of results that was found in a document.</summary>
/// <param name="Algorithm">The algorithm, as the item or its result names it; null when neither does.</param>
/// <param name="Start">Where its result begins in the document, in bytes.</param>
/// <param name="Length">Bytes of its result; 0 when it has none.</param>
/// <param name="Around">What stands around the result, as a JSON object.</param>
/// <param name="Problem">What is wrong with the item itself; null when nothing is.</param>
internal sealed record ListedItem(string? Algorithm, long Start, int Length, string Around, string? Problem);

/// <summary>Finds the results in a document that is a list of items, or an object with such a list under <c>results</c>.</summary>
internal static class ResultListReader
{
    /// <summary>How many items a list may have.</summary>
    public const int MaxItems = 200;

    private const int MaxDepth = 128;
    private const int MaxValueBytes = 4096;
    private const string Family = "algorithm_family_tech_name";

    /// <summary>The keys around a result that are kept.</summary>
    public static IReadOnlyList<string> Keys { get; } =
    [
        "id",
        "is_ok",
        "algorithm_version_id",
        "creation_time",
        "application_id",
        "application_name",
        "application_description",
        "application_run_id",
        "image_type",
        Family,
    ];

    /// <summary>The items of a document; null when it is no list of results.</summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public static List<ListedItem>? Read(ReadOnlySpan<byte> document)
    {
        var offset = document.StartsWith("\uFEFF"u8) ? 3 : 0;
        var reader = new Utf8JsonReader(document[offset..], new JsonReaderOptions { MaxDepth = MaxDepth });
        reader.Read();
        List<ListedItem>? items = null;
        if (reader.TokenType == JsonTokenType.StartArray)
            items = ReadItems(ref reader, document[offset..], offset);
        else if (reader.TokenType == JsonTokenType.StartObject)
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isList = reader.ValueTextEquals("results");
                reader.Read();
                if (isList && reader.TokenType == JsonTokenType.StartArray)
                    items = ReadItems(ref reader, document[offset..], offset);
                else
                    reader.Skip();
            }

        while (reader.Read())
        {
            // To the end, so that what follows is JSON too.
        }

        return items;
    }

    private static List<ListedItem> ReadItems(ref Utf8JsonReader reader, ReadOnlySpan<byte> document, int offset)
    {
        var items = new List<ListedItem>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var item = ReadItem(ref reader, document, offset);
            // One more than allowed tells that there are too many.
            if (items.Count <= MaxItems)
                items.Add(item);
        }

        return items;
    }

    private static ListedItem ReadItem(ref Utf8JsonReader reader, ReadOnlySpan<byte> document, int offset)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return new ListedItem(null, 0, 0, "{}", "The item must be an object.");
        }

        var (start, length, kind, name, family) = (0L, 0, JsonTokenType.None, (string?)null, (string?)null);
        var around = new StringBuilder();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = reader.GetString()!;
            reader.Read();
            if (key == "result")
            {
                (kind, start) = (reader.TokenType, reader.TokenStartIndex);
                name = ReadName(ref reader);
                length = (int)(reader.BytesConsumed - start);
                continue;
            }

            var from = (int)reader.TokenStartIndex;
            if (key == Family && reader.TokenType == JsonTokenType.String)
                family = reader.GetString();
            var isPlain = reader.TokenType is not (JsonTokenType.StartArray or JsonTokenType.StartObject);
            reader.Skip();
            var value = document[from..(int)reader.BytesConsumed];
            if (isPlain && value.Length <= MaxValueBytes && Keys.Contains(key))
                around.Append(around.Length == 0 ? '{' : ',').Append('"').Append(key).Append("\":").Append(Encoding.UTF8.GetString(value));
        }

        var problem = kind switch
        {
            JsonTokenType.StartObject => null,
            JsonTokenType.None => "The item has no result.",
            _ => "The result must be an object.",
        };
        return new ListedItem(family ?? name, start + offset, length, around.Length == 0 ? "{}" : around.Append('}').ToString(), problem);
    }

    // Of the result that the reader is at; afterwards it is at the end of it.
    private static string? ReadName(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return null;
        }

        string? name = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isName = reader.ValueTextEquals("algorithm_tech_name");
            reader.Read();
            if (isName && reader.TokenType == JsonTokenType.String)
                name = reader.GetString();
            else
                reader.Skip();
        }

        return name;
    }
}
