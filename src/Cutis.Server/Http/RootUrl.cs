namespace Cutis.Server.Http;

/// <summary>URLs of the server, after the filter of hosts.</summary>
internal static class RootUrl
{
    /// <summary>What every URL in the answer to a request begins with, without a slash at the end.</summary>
    public static string Find(HttpRequest request) => $"{request.Scheme}://{request.Host}{request.PathBase}";
}
