using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Cutis.Server.Http;

/// <summary>One page of a list.</summary>
/// <param name="Count">Entries on all pages.</param>
/// <param name="Next">URL of the next page, or null.</param>
/// <param name="Previous">URL of the page before, or null.</param>
/// <param name="Results">The entries of this page.</param>
internal sealed record Page<T>(int Count, string? Next, string? Previous, IReadOnlyList<T> Results);

/// <summary>
/// Which page of a list is asked for. A list derives its query from this and adds <c>ordering</c>, with the orders it has as allowed values
/// and the first of them as the default, and filters of its own.
/// </summary>
internal abstract record PageQuery
{
    private const int MaxSize = 100;

    [JsonPropertyName("page"), JsonPropertyOrder(-4), Range(1, int.MaxValue / MaxSize), DefaultValue(1)]
    public int Number { get; init; }

    [JsonPropertyName("page_size"), JsonPropertyOrder(-3), Range(1, MaxSize), DefaultValue(20)]
    public int Size { get; init; }

    [JsonPropertyName("q"), JsonPropertyOrder(-1), MaxLength(100), Description("Part of the name.")]
    public string Search { get; init; } = "";

    /// <summary>Entries on the pages before this one.</summary>
    [JsonIgnore]
    public int Skipped => (Number - 1) * Size;

    /// <summary>Makes the page of its entries.</summary>
    public Page<T> CreatePage<T>(HttpRequest request, int count, IReadOnlyList<T> entries) =>
        Pages.Create(request, Number, Size, count, entries);
}

/// <summary>Makes pages with the URLs of those beside them.</summary>
internal static class Pages
{
    public static Page<T> Create<T>(HttpRequest request, int number, int size, int count, IReadOnlyList<T> entries)
    {
        string Url(int page)
        {
            var others = request.Query.Where(p => p.Key != "page").Select(p => $"{p.Key}={Uri.EscapeDataString(p.Value.ToString())}&");
            return $"{RootUrl.Find(request)}{request.Path}?{string.Concat(others)}page={page}";
        }

        var hasNext = (long)number * size < count;
        return new Page<T>(count, hasNext ? Url(number + 1) : null, number > 1 ? Url(number - 1) : null, entries);
    }
}
