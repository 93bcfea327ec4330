using System;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Cutis.Platform.Tests.Webhooks;
using Microsoft.AspNetCore.Http;
using StandardWebhooks;

namespace Cutis.Server.Tests.Clients;

/// <summary>The documented flow, step by step, as both generations of the API share it: each answer fits its description.</summary>
internal sealed class Flow(ClientServer server) : IAsyncDisposable
{
    private readonly Receiver _receiver = new();
    private string _token = "";
    private string _secret = "";

    public string Company { get; private set; } = "";

    public string Dataset { get; private set; } = "";

    public string Subject { get; private set; } = "";

    public string SubjectPath => $"{Company}/datasets/{Dataset}/subjects/{Subject}/";

    public ValueTask DisposeAsync() => _receiver.DisposeAsync();

    /// <summary>A call with the token of the flow, whose answer has a status and fits a schema.</summary>
    public async Task<JsonElement> CallAsync(string method, string path, string? json, int status, string? schema = null)
    {
        var answer = await server.SendAsync(method, path, json is null ? null : TestServer.Json(json), _token);
        answer.Status.ShouldBe(status, $"{method} {path}: {answer.Text}");
        if (schema is not null)
            OpenApi.ShouldFit(answer.Json, schema, isList: answer.Json.ValueKind == JsonValueKind.Array);
        return status == 204 ? default : answer.Json;
    }

    /// <summary>Login, private token, dataset with an application and a webhook, subject.</summary>
    public async Task BeginAsync(string application)
    {
        var login = $$"""{"username":"{{server.Known.Email}}","password":"{{server.Known.Password}}"}""";
        var session = await CallAsync("POST", "/api/v1/auth/login/", login, 200, "Session");
        _token = Text(session, "access_token");
        var until = server.Clock.Now.AddDays(1).ToString("O");
        var made = await CallAsync(
            "POST",
            "/api/v1/auth/private_tokens/",
            $$"""{"name":"flow","expiration_time":"{{until}}"}""",
            201,
            "CreatedPrivateToken"
        );
        _token = Text(made, "data");
        Company = $"/api/v1/companies/{Text(session, "company_id")}";
        Dataset = Text(await CallAsync("POST", $"{Company}/datasets/", """{"name":"Flow"}""", 201, "Dataset"), "id");
        var attach = $$"""{"dataset_id":"{{Dataset}}","enabled_algorithms":["lines","pores","redness","quality","eye_bags"]}""";
        await CallAsync("POST", $"{Company}/applications/{application}/attach-to-dataset/", attach, 201, "ConnectedApplication");
        var hook = $$"""
            {"url":"{{_receiver.Url}}","authorization":"bearer","authorization_key":"token","authorization_value":"s3cr3t","method":"post"}
            """;
        _secret = Text(await CallAsync("POST", $"{Company}/datasets/{Dataset}/webhooks/", hook, 201, "Webhook"), "secret_key");
        Subject = Text(await CallAsync("POST", $"{Company}/datasets/{Dataset}/subjects/", """{"name":"One"}""", 201, "Subject"), "id");
    }

    /// <summary>Uploads as an answer says it.</summary>
    public async Task PutAsync(JsonElement target, byte[] photo)
    {
        var body = new ByteArrayContent(photo);
        var answer = await server.SendAsync(
            Text(target, "method"),
            Text(target, "url"),
            body,
            token: "",
            also: request =>
            {
                foreach (var header in target.GetProperty("headers").EnumerateObject())
                    if (!request.Headers.TryAddWithoutValidation(header.Name, header.Value.GetString()))
                        body.Headers.TryAddWithoutValidation(header.Name, header.Value.GetString());
            }
        );
        answer.Status.ShouldBe(200, answer.Text);
        OpenApi.ShouldFit(answer.Json, "Uploaded");
    }

    /// <summary>The event of an image, whose signature the package of others has verified.</summary>
    public async Task<JsonElement> ReceiveAsync(string image)
    {
        for (var i = 0; i < 1200; i++)
        {
            foreach (var received in _receiver.All)
            {
                if (Text(received.Json, "image_id") != image)
                    continue;
                received.Headers["Authorization"].ShouldBe("Bearer s3cr3t");
                Verify(received, received.Body);
                Should.Throw<Exception>(() => Verify(received, received.Body.Replace("pores", "poren")));
                return received.Json;
            }

            await Task.Delay(100);
        }

        throw new TimeoutException("no webhook came");
    }

    /// <summary>v4 on a photo: the picture of each mask, which has the size of the photo.</summary>
    public async Task<List<string>> PicturesAsync(string image, (int Width, int Height) size)
    {
        var masks = await CallAsync("POST", $"/service/rasterisation/v4/masks/?company_id={CompanyId}", Ask(image), 200, "MaskAnswer");
        var urls = masks.EnumerateArray().Select(mask => Text(mask, "masked_image_url")).ToList();
        foreach (var url in urls)
            Photos.Size(await DownloadAsync(url)).ShouldBe(size);
        return urls;
    }

    /// <summary>v5 on a photo.</summary>
    public async Task<List<string>> DrawingsAsync(string image)
    {
        var answer = await CallAsync(
            "POST",
            $"/service/rasterisation/v5/svg_masks/?company_id={CompanyId}",
            Ask(image),
            200,
            "SvgMasksAnswer"
        );
        var urls = answer.GetProperty("results").EnumerateArray().Select(mask => Text(mask, "masked_image_url")).ToList();
        foreach (var url in urls)
            Encoding.UTF8.GetString(await DownloadAsync(url)).ShouldContain("<svg");
        return urls;
    }

    public async Task<byte[]> DownloadAsync(string url)
    {
        var answer = await server.SendAsync("GET", url, token: "");
        answer.Status.ShouldBe(200, url);
        return answer.Bytes;
    }

    /// <summary>Erases the subject; after that all that was known of it is gone.</summary>
    public async Task EraseAsync(IEnumerable<string> paths, IEnumerable<string> urls)
    {
        var erased = await server.SendAsync("DELETE", SubjectPath, token: _token);
        erased.Status.ShouldBe(204, erased.Text);
        await VerifyReceiptAsync(erased.Headers.GetValues("X-Erasure-Receipt").Single());
        // What was there a moment ago is remembered for that long, for other processes that erase.
        await Task.Delay(TimeSpan.FromSeconds(2));
        foreach (var path in paths.Prepend(SubjectPath))
            await CallAsync("GET", path, null, 410);
        foreach (var url in urls)
            (await server.SendAsync("GET", url, token: "")).Status.ShouldBe(410, url);
        await CallAsync("POST", $"{Company}/subjects/{Subject}/signed_upload_url/", "{}", 410);
    }

    // The receipt names the subject, and its signature is that of a published key.
    private async Task VerifyReceiptAsync(string id)
    {
        var receipt = await CallAsync("GET", $"{Company}/receipts/{id}/", null, 200, "Receipt");
        var erased = receipt.GetProperty("statement").GetProperty("erased");
        erased.GetProperty("subjects").GetProperty("list").EnumerateArray().Select(s => s.GetString()).ShouldBe([Subject]);
        var keys = await CallAsync("GET", $"{Company}/receipts/keys/", null, 200, "ReceiptKeys");
        var key = keys.GetProperty("keys")[0];
        var parts = Text(receipt, "jws").Split('.');
        var point = new ECPoint { X = Base64Url.DecodeFromChars(Text(key, "x")), Y = Base64Url.DecodeFromChars(Text(key, "y")) };
        using var verifier = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = point });
        var signed = Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}");
        verifier.VerifyData(signed, Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256).ShouldBeTrue();
        signed[^1] ^= 1;
        verifier.VerifyData(signed, Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256).ShouldBeFalse();
    }

    public static string Text(JsonElement json, string key) => json.GetProperty(key).GetString()!;

    private string CompanyId => Company.Split('/')[^1];

    private static string Ask(string image) =>
        $$"""
            {"image_id":"{{image}}","image_type":"original","masks":[{"algorithm_tech_name":"lines"},{"algorithm_tech_name":"redness"}]}
            """;

    private void Verify(Received received, string body)
    {
        var headers = new HeaderDictionary();
        foreach (var name in new[] { "webhook-id", "webhook-timestamp", "webhook-signature" })
            headers[name] = received.Headers[name];
        new StandardWebhook(_secret).Verify(body, headers);
    }
}
