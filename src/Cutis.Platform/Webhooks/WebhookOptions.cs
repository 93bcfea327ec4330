using System.Net;
using Cutis.Platform.Configuration;

namespace Cutis.Platform.Webhooks;

/// <summary>Where webhooks may lead, and how often and how long they are tried.</summary>
internal sealed record WebhookOptions : ISettings
{
    /// <summary>
    /// Networks such as 10.1.0.0/16 to which webhooks may lead although they are private or special, separated by commas; others of that
    /// kind are refused.
    /// </summary>
    public string AllowedNetworks { get; init; } = "";

    /// <summary>Deliveries at the same time; of a webhook there is one at a time.</summary>
    public int Concurrency { get; init; } = 8;

    /// <summary>How long a delivery waits for its answer.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a delivery is tried before it has failed; 18 times take about a day.</summary>
    public int Attempts { get; init; } = 18;

    /// <summary>After how many days deliveries that have ended leave the log.</summary>
    public int LogDays { get; init; } = 30;

    public IEnumerable<string> Problems()
    {
        foreach (var text in Split())
        {
            if (!IPNetwork.TryParse(text, out _))
                yield return $"Webhooks:AllowedNetworks must be networks such as 10.1.0.0/16, separated by commas, not \"{text}\"";
        }

        if (Concurrency is < 1 or > 256)
            yield return $"Webhooks:Concurrency must be from 1 to 256, not {Concurrency}";
        if (Timeout < TimeSpan.FromMilliseconds(100) || Timeout > TimeSpan.FromMinutes(1))
            yield return $"Webhooks:Timeout must be from 0.1 seconds to 1 minute, not {Timeout}";
        if (Attempts is < 1 or > 100)
            yield return $"Webhooks:Attempts must be from 1 to 100, not {Attempts}";
        if (LogDays is < 1 or > 3650)
            yield return $"Webhooks:LogDays must be from 1 to 3650, not {LogDays}";
    }

    /// <summary>The networks of <see cref="AllowedNetworks"/>.</summary>
    public IReadOnlyList<IPNetwork> ParseNetworks() => [.. Split().Select(text => IPNetwork.Parse(text))];

    private string[] Split() => AllowedNetworks.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
