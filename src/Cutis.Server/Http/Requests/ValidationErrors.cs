namespace Cutis.Server.Http.Requests;

/// <summary>A mistake and its location: <c>body</c> or <c>query</c>, then keys (strings) and indexes (integers).</summary>
internal sealed record RequestValidationError(IReadOnlyList<object> Location, Mistake Mistake);

/// <summary>All mistakes of one request, gathered while it is read.</summary>
internal sealed class ValidationErrors
{
    private const int Max = 100;
    private readonly List<RequestValidationError> _items = [];

    public bool Any => _items.Count > 0;

    public IReadOnlyList<RequestValidationError> Items => _items;

    public void Add(IReadOnlyList<object> location, Mistake mistake)
    {
        if (_items.Count < Max)
            _items.Add(new RequestValidationError(location, mistake));
    }
}
