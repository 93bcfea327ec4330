using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Cutis.Platform.Storage;

namespace Cutis.Platform.Webhooks;

/// <summary>Makes the requests that receivers get.</summary>
internal static class WebhookRequests
{
    /// <summary>Methods, as they are stored and written by clients.</summary>
    public const string Post = "post";
    public const string Get = "get";

    /// <summary>Ways to send credentials, as they are stored and written by clients.</summary>
    public const string Query = "query";
    public const string Basic = "basic";
    public const string Bearer = "bearer";

    /// <summary>The query parameter that has the payload of a GET.</summary>
    public const string PayloadParameter = "payload";

    /// <summary>The id of a delivery as receivers get it.</summary>
    public static string ShowId(Guid delivery) => $"msg_{delivery:N}";

    /// <summary>The request of an attempt.</summary>
    /// <param name="webhook">Where it goes.</param>
    /// <param name="delivery">Of which delivery it is.</param>
    /// <param name="payload">What is sent, as JSON.</param>
    /// <param name="now">When.</param>
    public static HttpRequestMessage Create(Webhook webhook, Guid delivery, byte[] payload, DateTimeOffset now)
    {
        var isGet = webhook.Method == Get;
        var query = new List<string>();
        if (webhook.AuthorizationKind == Query)
            query.Add(Parameter(webhook.AuthorizationKey, webhook.AuthorizationValue));
        if (isGet)
            query.Add(Parameter(PayloadParameter, Encoding.UTF8.GetString(payload)));
        var request = new HttpRequestMessage(isGet ? HttpMethod.Get : HttpMethod.Post, WithQuery(webhook.Url, query));
        if (!isGet)
        {
            request.Content = new ByteArrayContent(payload);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        request.Headers.Authorization = webhook.AuthorizationKind switch
        {
            Basic => new AuthenticationHeaderValue(
                "Basic",
                Convert.ToBase64String(Encoding.UTF8.GetBytes($"{webhook.AuthorizationKey}:{webhook.AuthorizationValue}"))
            ),
            Bearer => new AuthenticationHeaderValue("Bearer", webhook.AuthorizationValue),
            _ => null,
        };
        var (id, seconds) = (ShowId(delivery), now.ToUnixTimeSeconds());
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", seconds.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", WebhookSignature.Sign(Secrets(webhook, now), id, seconds, payload));
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("Cutis-Webhooks", "1"));
        return request;
    }

    private static IEnumerable<byte[]> Secrets(Webhook webhook, DateTimeOffset now) =>
        webhook is { PreviousSecret: { } previous, PreviousSecretUntil: { } until } && until > now
            ? [webhook.Secret, previous]
            : [webhook.Secret];

    private static string Parameter(string key, string value) => $"{Uri.EscapeDataString(key)}={Uri.EscapeDataString(value)}";

    private static Uri WithQuery(string url, List<string> query)
    {
        var start =
            query.Count == 0 ? ""
            : url.Contains('?', StringComparison.Ordinal) ? "&"
            : "?";
        return new Uri(url + start + string.Join('&', query));
    }
}
