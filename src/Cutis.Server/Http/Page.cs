using System.Globalization;
using Cutis.Platform.Errors;
using Cutis.Server.Http.Contract;

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
    private static readonly QueryParameter NumberKey = new("page") { Range = (1, int.MaxValue / MaxSize), Default = 1 };
    private static readonly QueryParameter SizeKey = new("page_size") { Range = (1, MaxSize), Default = 20 };
    private static readonly QueryParameter SearchKey = new("q") { Length = (0, 100), Description = "Part of the name." };
    private const int MaxSize = 100;

    /// <summary>The parameters of a list.</summary>
    /// <param name="orderings">What it can be ordered by; the first one is the default.</param>
    public static QueryParameter[] Parameters(IReadOnlyList<string> orderings) =>
        [NumberKey, SizeKey, new QueryParameter("ordering") { Choices = orderings }, SearchKey];

    /// <summary>Reads the query; null, with the problems, when it is wrong.</summary>
    public static PageRequest? Read(HttpRequest request, IReadOnlyList<string> orderings, out FieldProblems? problems)
    {
        var parameters = Parameters(orderings);
        var query = new QueryReader(request, parameters);
        var page = new PageRequest(query.Number(NumberKey), query.Number(SizeKey), query.Choice(parameters[2]), query.Text(SearchKey));
        problems = query.Problems;
        return problems is null ? page : null;
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
}
