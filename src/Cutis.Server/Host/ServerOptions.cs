using Cutis.Platform.Configuration;

namespace Cutis.Server.Host;

/// <summary>Connections, and the end of the server.</summary>
internal sealed record ServerOptions : ISettings
{
    private static readonly TimeSpan MaxDrain = TimeSpan.FromMinutes(10);

    /// <summary>Connections that may be open at once; a further one is closed at once.</summary>
    public int MaxConnections { get; init; } = 2000;

    /// <summary>
    /// How long a server that is being stopped still takes requests while `/health/ready` says 503, so that a load balancer can leave it
    /// out.
    /// </summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(1);

    public IEnumerable<string> Problems()
    {
        if (MaxConnections < 1)
            yield return $"Server:MaxConnections must be 1 or more, not {MaxConnections}";
        if (Drain < TimeSpan.Zero || Drain > MaxDrain)
            yield return $"Server:Drain must be from 0 to 10 minutes, not {Drain}";
    }
}

/// <summary>The log, which goes to standard output.</summary>
internal sealed record LogOptions : ISettings
{
    /// <summary>`json`, a line an entry; `text`, for people; or `auto`: text on a terminal and JSON elsewhere.</summary>
    public string Format { get; init; } = "auto";

    /// <summary>Whether people read the log.</summary>
    public bool IsText => Format == "text" || (Format == "auto" && !Console.IsOutputRedirected);

    public IEnumerable<string> Problems()
    {
        if (Format is not ("auto" or "json" or "text"))
            yield return $"Log:Format must be auto, json or text, not \"{Format}\"";
    }
}
