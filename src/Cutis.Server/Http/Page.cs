using System.Globalization;
using Cutis.Platform.Errors;

namespace Cutis.Server.Http;

/// <summary>One page of a list.</summary>
/// <param name="Count">Entries on all pages.</param>
/// <param name="Next">URL of the next page, or null.</param>
/// <param name="Previous">URL of the page before, or null.</param>
/// <param name="Results">The entries of this page.</param>
internal sealed record Page<T>(int Count, string? Next, string? Previous, IReadOnlyList<T> Results);

/// <summary>Which page is asked for: <c>page</c>, <c>page_size</c>, <c>ordering</c>, <c>q</c>.</summary>
internal sealed record PageRequest(int Number, int Size, string Ordering, string Search)
{
    public const int DefaultSize = 20;
    public const int MaxSize = 100;

    /// <summary>Reads the query; null, with the problems, when it is wrong.</summary>
    public static PageRequest? Read(HttpRequest request, IReadOnlyList<string> orderings, out FieldProblems? problems)
    {
        var wrong = Query.Unknown(request, "page", "page_size", "ordering", "q");
        var number = ReadNumber(request, "page", 1, int.MaxValue / MaxSize, wrong);
        var size = ReadNumber(request, "page_size", DefaultSize, MaxSize, wrong);
        var ordering = request.Query["ordering"].FirstOrDefault() ?? orderings[0];
        if (!orderings.Contains(ordering))
            wrong["ordering"] = [$"Must be one of {string.Join(", ", orderings)}, not \"{ErrorText.Shorten(ordering)}\"."];
        var search = request.Query["q"].FirstOrDefault() ?? "";
        if (search.Length > 100)
            wrong["q"] = [$"May have at most 100 characters, not {search.Length}."];
        problems = wrong.Count > 0 ? new FieldProblems(wrong) : null;
        return problems is null ? new PageRequest(number, size, ordering, search) : null;
    }

    /// <summary>Makes the page of its entries.</summary>
    public Page<T> CreatePage<T>(HttpRequest request, int count, IReadOnlyList<T> entries)
    {
        string Url(int page)
        {
            var others = request.Query.Where(p => p.Key != "page").Select(p => $"{p.Key}={Uri.EscapeDataString(p.Value.ToString())}&");
            return $"{RootUrl.Find(request)}{request.Path}?{string.Concat(others)}page={page}";
        }

        var hasNext = (long)Number * Size < count;
        return new Page<T>(count, hasNext ? Url(Number + 1) : null, Number > 1 ? Url(Number - 1) : null, entries);
    }

    private static int ReadNumber(HttpRequest request, string key, int unset, int most, Dictionary<string, string[]> wrong)
    {
        if (request.Query[key].FirstOrDefault() is not { } text)
            return unset;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most)
            return number;
        wrong[key] = [$"Must be a whole number from 1 to {most}, not \"{ErrorText.Shorten(text)}\"."];
        return unset;
    }
}

/// <summary>Reads of query strings.</summary>
internal static class Query
{
    /// <summary>A problem for every parameter that is not among these, or holds what no text may.</summary>
    public static Dictionary<string, string[]> Unknown(HttpRequest request, params ReadOnlySpan<string> known)
    {
        var wrong = new Dictionary<string, string[]>(StringComparer.Ordinal);
        foreach (var (key, values) in request.Query)
        {
            if (!known.Contains(key))
                wrong[ErrorText.Shorten(key)] = ["Is not a known parameter."];
            else if (values.ToString().Contains('\0'))
                wrong[key] = ["Has the character NUL."];
        }

        return wrong;
    }
}
