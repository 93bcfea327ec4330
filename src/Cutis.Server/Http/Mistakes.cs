namespace Cutis.Server.Http;

/// <summary>Something wrong in a request: where, in words, and as a stable type (the names of pydantic 2).</summary>
internal sealed record RequestMistake(IReadOnlyList<object> Location, string Message, string Type);

/// <summary>All mistakes of one request, gathered while it is read.</summary>
internal sealed class Mistakes
{
    private const int Most = 100;
    private readonly List<RequestMistake> _items = [];

    public bool Any => _items.Count > 0;

    public IReadOnlyList<RequestMistake> Items => _items;

    public void Add(IReadOnlyList<object> location, string message, string type)
    {
        if (_items.Count < Most) _items.Add(new RequestMistake(location, message, type));
    }
}
