using System.Text;

namespace Cutis.Server.Tests.Fuzz;

/// <summary>A request of the fuzz, as it can be sent again.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Path and query, from the slash.</param>
/// <param name="Body">The body, or null.</param>
/// <param name="ContentType">Of the body.</param>
/// <param name="IsAnonymous">True for signed URLs, which need no token.</param>
internal sealed record FuzzRequest(
    string Method,
    string Path,
    byte[]? Body = null,
    string ContentType = "application/json",
    bool IsAnonymous = false
)
{
    /// <summary>Headers besides, which need not be valid.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>The request in words, cut where it is long.</summary>
    public override string ToString()
    {
        var body = Body is null ? "" : Encoding.Latin1.GetString(Body);
        return $"{Method} {Cut(Path)} {string.Join(' ', Headers.Select(h => $"{h.Name}: {Cut(h.Value)}"))} {Cut(body)}";
    }

    private static string Cut(string text) => text.Length <= 2000 ? text : $"{text[..2000]}… ({text.Length})";
}
