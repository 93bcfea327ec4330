using System;
using System.Text.Json;
using Cutis.Platform.Storage;
using Cutis.Platform.Tests.Webhooks;
using Microsoft.AspNetCore.Http;
using StandardWebhooks;

namespace Cutis.Server.Tests;

/// <summary>Webhooks by HTTP, from the request that makes one to the event that a receiver gets.</summary>
public sealed class WebhookTests : TestServer, IAsyncLifetime
{
    private const string Good =
        """{"url":"https://example.org/hook","authorization":"basic","authorization_key":"u","authorization_value":"p w","""
        + "\"method\":\"post\"}";

    private Dataset _dataset = null!;
    private string _path = "";

    public WebhookTests()
    {
        // The package that checks signatures looks at the clock of the machine.
        Clock.Now = TimeProvider.System.GetUtcNow();
        Settings["Webhooks:AllowedNetworks"] = "127.0.0.0/8";
    }

    async Task IAsyncLifetime.InitializeAsync()
    {
        await InitializeAsync();
        _dataset = await Builder.AddDatasetAsync();
        _path = $"{Company}/datasets/{_dataset.Id}/webhooks/";
    }

    private DatasetBuilder Builder => new(Services, Known.CompanyId);

    [Fact]
    public async Task A_webhook_shows_its_secrets_once()
    {
        (await SendAsync("GET", _path)).Status.ShouldBe(404);
        var made = await SendAsync("POST", _path, Json(Good));
        made.Status.ShouldBe(201, made.Text);
        OpenApi.ShouldFit(made.Json, "Webhook");
        var secret = made.Json.GetProperty("secret_key").GetString()!;
        secret.ShouldMatch("^whsec_[A-Za-z0-9+/]{43}=$");
        made.Json.GetProperty("authorization_value").GetString().ShouldBe("p w");
        made.Json.GetProperty("enabled").GetBoolean().ShouldBeTrue();
        var got = await SendAsync("GET", _path);
        got.Status.ShouldBe(200);
        OpenApi.ShouldFit(got.Json, "Webhook");
        got.Text.ShouldBe(
            """
            {"url":"https://example.org/hook","authorization":"basic","authorization_key":"u","authorization_value":null,"method":"post",
            "enabled":true,"add_survey_answers":false,"merge_webhooks":false,"secret_key":null,"disabled_reason":null}
            """.ReplaceLineEndings("")
        );
        var changed = await SendAsync("PATCH", _path, Json("""{"enabled":false,"merge_webhooks":true,"foreign":1}"""));
        changed.Status.ShouldBe(200, changed.Text);
        (changed.Json.GetProperty("enabled").GetBoolean(), changed.Json.GetProperty("merge_webhooks").GetBoolean()).ShouldBe((false, true));
        changed.Json.GetProperty("url").GetString().ShouldBe("https://example.org/hook");
        changed.Text.ShouldNotContain("p w");
        // Another POST: what it does not name is as at first, and the secret is another.
        var again = await SendAsync("POST", _path, Json(Good.Replace("/hook", "/other")));
        again.Json.GetProperty("secret_key").GetString().ShouldNotBe(secret);
        (again.Json.GetProperty("enabled").GetBoolean(), again.Json.GetProperty("merge_webhooks").GetBoolean()).ShouldBe((true, false));
        (await SendAsync("DELETE", _path)).Status.ShouldBe(204);
        (await SendAsync("DELETE", _path)).Status.ShouldBe(404);
        (await SendAsync("PATCH", _path, Json("{}"))).Status.ShouldBe(404);
    }

    [Theory]
    [InlineData("url", "\"\"")]
    [InlineData("url", "null")]
    [InlineData("url", "\"ftp://example.org/\"")]
    [InlineData("url", "\"http://10.0.0.1/\"")]
    [InlineData("url", "\"http://[::ffff:169.254.169.254]/\"")]
    [InlineData("url", "\"http://u:p@example.org/\"")]
    [InlineData("url", "\"http://example.org:22/\"")]
    [InlineData("authorization", "\"digest\"")]
    [InlineData("authorization", "null")]
    [InlineData("authorization_key", "\"\"")]
    [InlineData("authorization_key", "\"a:b\"")]
    [InlineData("authorization_value", "\"\"")]
    [InlineData("authorization_value", "7")]
    [InlineData("method", "\"POST\"")]
    [InlineData("enabled", "\"yes\"")]
    [InlineData("merge_webhooks", "1")]
    public async Task A_field_that_is_wrong_is_named(string field, string value)
    {
        var body = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(Good)!;
        body[field] = JsonDocument.Parse(value).RootElement;
        var answer = await SendAsync("POST", _path, Json(JsonSerializer.Serialize(body)));
        answer.Status.ShouldBe(400, answer.Text);
        answer.Json.EnumerateObject().Select(p => p.Name).ShouldBe([field]);
        (await SendAsync("GET", _path)).Status.ShouldBe(404);
    }

    [Theory]
    [InlineData("url")]
    [InlineData("authorization")]
    [InlineData("authorization_key")]
    [InlineData("authorization_value")]
    [InlineData("method")]
    public async Task A_field_that_is_missing_is_named(string field)
    {
        var body = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(Good)!;
        body.Remove(field);
        var answer = await SendAsync("POST", _path, Json(JsonSerializer.Serialize(body)));
        answer.Status.ShouldBe(400, answer.Text);
        answer.Json.EnumerateObject().Select(p => p.Name).ShouldBe([field]);
    }

    [Theory]
    [InlineData("se cret")]
    [InlineData("geh€im")]
    [InlineData("a\\r\\nX-Evil: 1")]
    public async Task A_bearer_value_cannot_break_out_of_its_header(string value)
    {
        var body = Good.Replace("basic", "bearer").Replace("p w", value);
        var answer = await SendAsync("POST", _path, Json(body));
        answer.Status.ShouldBe(400, answer.Text);
        answer.Json.TryGetProperty("authorization_value", out _).ShouldBeTrue();
    }

    [Fact]
    public async Task Unknown_datasets_and_deliveries_are_not_found()
    {
        var other = $"{Company}/datasets/{Guid.NewGuid()}/webhooks/";
        (await SendAsync("GET", other)).Status.ShouldBe(404);
        (await SendAsync("POST", other, Json("{}"))).Status.ShouldBe(404);
        (await SendAsync("GET", $"{other}deliveries/")).Status.ShouldBe(404);
        (await SendAsync("POST", $"{_path}deliveries/{Guid.NewGuid()}/replay/")).Status.ShouldBe(404);
        (await SendAsync("POST", $"{_path}deliveries/x/replay/")).Status.ShouldBe(404);
        (await SendAsync("GET", $"{_path}deliveries/?state=lost")).Status.ShouldBe(400);
        (await SendAsync("GET", $"{_path}deliveries/?page=0")).Status.ShouldBe(400);
        (await SendAsync("GET", $"{_path}deliveries/?stat=failed")).Status.ShouldBe(400);
    }

    [Fact]
    public async Task A_photo_that_is_analysed_is_told_of_with_a_signature_that_others_verify()
    {
        await using var receiver = new Receiver();
        receiver.AnswerWith(500);
        var made = await SendAsync(
            "POST",
            _path,
            Json(Good.Replace("https://example.org/hook", receiver.Url).Replace("basic", "bearer").Replace("p w", "s3cr3t"))
        );
        var batch = await Builder.AddBatchAsync(_dataset);
        var image = await Builder.UploadAsync(batch, File.ReadAllBytes(Path.Combine(OpenApi.Root, "src/Cutis.Platform/Demo/photo.jpg")));
        await UntilAsync(() => Task.FromResult(!receiver.All.IsEmpty), "an attempt");
        var waiting = await UntilDeliveryAsync("pending", d => d.GetProperty("attempts").GetInt32() == 1);
        waiting.GetProperty("status").GetInt32().ShouldBe(500);
        waiting.GetProperty("next_attempt_time").GetDateTimeOffset().ShouldBeGreaterThan(Clock.Now);
        receiver.AnswerWith(200);
        var replay = await SendAsync("POST", $"{_path}deliveries/{waiting.GetProperty("id").GetGuid()}/replay/");
        replay.Status.ShouldBe(202, replay.Text);
        OpenApi.ShouldFit(replay.Json, "WebhookDelivery");
        var delivered = await UntilDeliveryAsync("delivered", _ => true);
        delivered.GetProperty("image_id").GetGuid().ShouldBe(image.Id);

        var sent = receiver.Last;
        sent.Headers["Authorization"].ShouldBe("Bearer s3cr3t");
        sent.Id.ShouldBe(delivered.GetProperty("webhook_id").GetString());
        var headers = new HeaderDictionary();
        foreach (var name in new[] { "webhook-id", "webhook-timestamp", "webhook-signature" })
            headers[name] = sent.Headers[name];
        new StandardWebhook(made.Json.GetProperty("secret_key").GetString()!).Verify(sent.Body, headers);
        var areas = sent.Json.GetProperty("area_results").EnumerateArray().ToList();
        areas.ShouldContain(a =>
            a.GetProperty("area_name").GetString() == "face" && a.GetProperty("tech_name").ValueKind == JsonValueKind.String
        );
        foreach (var frame in new[] { "original", "restored" })
        {
            var url = sent.Json.GetProperty("images").GetProperty(frame).GetProperty("signed_url").GetString();
            (await SendAsync("GET", url!, token: "")).Status.ShouldBe(200, frame);
        }

        var page = (await SendAsync("GET", $"{_path}deliveries/?q={image.Id}&page_size=1")).Json;
        OpenApi.ShouldFit(page, "WebhookDeliveryPage");
        page.GetProperty("count").GetInt32().ShouldBe(1);
        (await SendAsync("GET", $"{_path}deliveries/?state=failed")).Json.GetProperty("count").GetInt32().ShouldBe(0);
        (await SendAsync("GET", $"{_path}deliveries/?q=nothing")).Json.GetProperty("count").GetInt32().ShouldBe(0);
    }

    private async Task<JsonElement> UntilDeliveryAsync(string state, Func<JsonElement, bool> isIt)
    {
        var found = default(JsonElement);
        await UntilAsync(
            async () =>
            {
                var page = (await SendAsync("GET", $"{_path}deliveries/?state={state}")).Json;
                found = page.GetProperty("results").EnumerateArray().FirstOrDefault(isIt);
                return found.ValueKind == JsonValueKind.Object;
            },
            $"a delivery that is {state}"
        );
        return found;
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo, string what)
    {
        for (var i = 0; i < 1800; i++)
        {
            if (await isSo())
                return;
            await Task.Delay(100);
        }

        throw new TimeoutException(what);
    }
}
