using Cutis.Platform.Errors;

namespace Cutis.Server.Http.Requests;

/// <summary>Reads a record from JSON that came with a file, as the body of a request is read.</summary>
internal static class FieldReading
{
    /// <summary>The record, with all that is wrong with it.</summary>
    public static (T Value, ErrorAnswer? Mistakes) Read<T>(HttpContext http, byte[] json)
        where T : class
    {
        var reading = RequestReading.Find(http);
        var root = new Location(null, "body");
        using var document = JsonText.Parse(json);
        if (document is null)
            reading.Mistakes.Add(root.ToList(), Mistake.NotJson);
        var value = (T)RecordPlan.For(typeof(T)).Read(new Field(document?.RootElement ?? default, root, reading));
        return (value, reading.Mistakes.Any ? new MistakesProblem(reading.Mistakes) : null);
    }
}
