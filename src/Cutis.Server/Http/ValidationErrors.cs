namespace Cutis.Server.Http;

/// <summary>Something wrong in a request: where, in words, and as a stable type (the names of pydantic 2).</summary>
internal sealed record RequestValidationError(IReadOnlyList<object> Location, string Message, string Type);

/// <summary>All mistakes of one request, gathered while it is read.</summary>
internal sealed class ValidationErrors
{
    private const int Max = 100;
    private readonly List<RequestValidationError> _items = [];

    public bool Any => _items.Count > 0;

    public IReadOnlyList<RequestValidationError> Items => _items;

    public void Add(IReadOnlyList<object> location, string message, string type)
    {
        if (_items.Count < Max)
            _items.Add(new RequestValidationError(location, message, type));
    }
}
