using System.Globalization;
using System.Text.Json;

namespace Cutis.Server.Http.Requests;

/// <summary>Reads times as clients write them: RFC 3339, with a blank for the T, or with dots. Without an offset it is UTC.</summary>
internal sealed class TimeReader : IValueReader
{
    private static readonly string[] Formats =
    [
        "yyyy-MM-dd HH:mm:ss",
        "yyyy-MM-dd HH:mm:ss.FFFFFFF",
        "yyyy-MM-dd HH:mm",
        "yyyy.MM.dd HH:mm:ss",
        "yyyy-MM-dd",
    ];

    public static object? Read(Field field)
    {
        if (Parse(field.Value) is { } time)
            return time;
        field.Complain(Mistake.NotTime);
        return null;
    }

    /// <summary>The time that a value says; null when it cannot be read.</summary>
    public static DateTimeOffset? Parse(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String || value.GetString() is not { } text)
            return null;
        const DateTimeStyles utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (DateTimeOffset.TryParseExact(text, Formats, CultureInfo.InvariantCulture, utc, out var time))
            return time;
        if (!value.TryGetDateTime(out var date))
            return null;
        return date.Kind == DateTimeKind.Unspecified ? new DateTimeOffset(date, TimeSpan.Zero) : value.GetDateTimeOffset();
    }
}

/// <summary>Reads a time, and takes what cannot be read for nothing: some clients write clocks of twelve hours.</summary>
internal sealed class AnyTimeReader : IValueReader
{
    public static object? Read(Field field) => TimeReader.Parse(field.Value);
}

/// <summary>Reads a date, or the date of a time.</summary>
internal sealed class DateReader : IValueReader
{
    public static object? Read(Field field)
    {
        if (TimeReader.Parse(field.Value) is { } time)
            return DateOnly.FromDateTime(time.DateTime);
        field.Complain(Mistake.NotDate);
        return null;
    }
}
