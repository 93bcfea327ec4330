// Receives webhooks in C#: dotnet run receive.cs -- PORT SECRET. The secret is the secret_key of the webhook.
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

var secret = Convert.FromBase64String(args[1].Replace("whsec_", ""));
using var listener = new HttpListener();
listener.Prefixes.Add($"http://127.0.0.1:{args[0]}/");
listener.Start();
while (true)
{
    var context = await listener.GetContextAsync();
    using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
    var body = await reader.ReadToEndAsync();
    var isGood = IsSigned(context.Request.Headers.Get, body);
    // Any answer from 200 to 299 is "taken". An event may come twice: whoever stores it looks at webhook-id.
    context.Response.StatusCode = isGood ? 204 : 401;
    context.Response.Close();
    if (!isGood)
        continue;
    var json = JsonDocument.Parse(body).RootElement;
    Console.WriteLine($"{json.GetProperty("event")} {json.GetProperty("image_id")} {json.GetProperty("status")}");
}

// Whether the body is signed with the secret, and not long ago.
bool IsSigned(Func<string, string?> header, string body)
{
    var sent = header("webhook-timestamp");
    var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
    if (!long.TryParse(sent, CultureInfo.InvariantCulture, out var time) || Math.Abs(now - time) > 300)
        return false;
    var digest = HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes($"{header("webhook-id")}.{sent}.{body}"));
    var expected = Encoding.ASCII.GetBytes("v1," + Convert.ToBase64String(digest));
    var signatures = (header("webhook-signature") ?? "").Split(' ');
    return signatures.Any(one => CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(one), expected));
}
