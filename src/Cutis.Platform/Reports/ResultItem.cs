using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Cutis.Masks.Results;
using Cutis.Platform.Analysis;
using Cutis.Platform.Datasets;
using Cutis.Platform.Storage;

namespace Cutis.Platform.Reports;

/// <summary>
/// What stands around a result in a list of results: who computed what for which image, and when. A result that was imported from such a
/// list keeps what stood around it there.
/// </summary>
/// <param name="Row">The result.</param>
/// <param name="Run">The application of the dataset that computed it; null where none is attached.</param>
internal sealed record ResultItem(Result Row, DatasetApplication? Run)
{
    private const string TimeFormat = "yyyy-MM-dd HH:mm:ss";

    // Whole numbers beyond are not exact in JavaScript.
    private const ulong MaxId = (1UL << 53) - 1;
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Whether a filter lets it through.</summary>
    public bool Passes(ResultFilter filter)
    {
        var kept = Kept();
        string Value(string key, string otherwise) =>
            kept.TryGetValue(key, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : otherwise;
        return Same(filter.ApplicationId, Value("application_id", Application.Id.ToString("D")))
            && Same(filter.ApplicationName, Value("application_name", Application.Name))
            && Same(filter.ApplicationRunId, Value("application_run_id", Run?.RunId.ToString("D") ?? ""));
    }

    /// <summary>The item up to its result, and from there on: the result goes in between.</summary>
    /// <param name="isOk">Whether the algorithm has answered, and what it answered is there.</param>
    public (byte[] Before, byte[] After) Write(bool isOk)
    {
        var kept = Kept();
        var buffer = new ArrayBufferWriter<byte>();
        int cut;
        using (var json = new Utf8JsonWriter(buffer, Plain))
        {
            json.WriteStartObject();
            Write(json, kept, "id", Id);
            json.WritePropertyName("result");
            json.WriteNullValue();
            json.Flush();
            cut = buffer.WrittenCount;
            Write(json, kept, "is_ok", isOk);
            // Of this server's image, whichever it was in the list.
            json.WriteString("image_id", Row.ImageId);
            Write(json, kept, "algorithm_version_id", AlgorithmVersions.IdOf(Row.Algorithm, Version));
            Write(json, kept, "creation_time", Row.StoredAt.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture));
            Write(json, kept, "application_id", Application.Id.ToString("D"));
            Write(json, kept, "application_name", Application.Name);
            Write(json, kept, "application_description", Application.Description);
            Write(json, kept, "application_run_id", Run?.RunId.ToString("D"));
            Write(json, kept, "image_type", Dictionaries.Selfie.TechName);
            Write(json, kept, "algorithm_family_tech_name", FamilyName(Row.Algorithm));
            json.WriteEndObject();
        }

        return (buffer.WrittenSpan[..(cut - "null".Length)].ToArray(), buffer.WrittenSpan[cut..].ToArray());
    }

    private Application Application => (Run is null ? null : Application.Find(Run.ApplicationId)) ?? Application.Metrics2;

    // Of the image and the algorithm: the same for as long as the image has a result of that algorithm.
    private long Id
    {
        get
        {
            var digest = SHA256.HashData(Encoding.UTF8.GetBytes($"{Row.ImageId:N} {Row.Algorithm}"));
            return (long)Math.Max(1, BinaryPrimitives.ReadUInt64BigEndian(digest) & MaxId);
        }
    }

    // Our own results say by which version of the algorithm they were computed.
    private int Version
    {
        get
        {
            using var envelope = JsonDocument.Parse(Row.Envelope);
            return
                StoredEnvelope.Feedback(envelope, "algorithm_version") is { ValueKind: JsonValueKind.Number } version
                && version.TryGetInt32(out var number)
                && number > 0
                ? number
                : 1;
        }
    }

    /// <summary>The name of an algorithm with its family.</summary>
    public static string FamilyName(string algorithm) => AlgorithmName.TryParse(algorithm, out var name) ? name.FamilyName : algorithm;

    private Dictionary<string, JsonElement> Kept()
    {
        if (Row.Item is null)
            return [];
        using var document = JsonDocument.Parse(Row.Item);
        return document.RootElement.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.Clone(), StringComparer.Ordinal);
    }

    private static void Write<T>(Utf8JsonWriter json, Dictionary<string, JsonElement> kept, string key, T otherwise)
    {
        json.WritePropertyName(key);
        if (kept.TryGetValue(key, out var value))
            value.WriteTo(json);
        else
            JsonSerializer.SerializeToElement(otherwise).WriteTo(json);
    }

    private static bool Same(string? wanted, string there) =>
        string.IsNullOrEmpty(wanted) || string.Equals(wanted, there, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Which results are asked for; null and empty texts let all through.</summary>
internal sealed record ResultFilter(string? ApplicationRunId, string? ApplicationName, string? ApplicationId);
