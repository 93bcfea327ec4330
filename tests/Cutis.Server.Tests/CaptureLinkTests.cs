using System;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace Cutis.Server.Tests;

/// <summary>From a desk to a phone and back: one photo by one link.</summary>
public class CaptureLinkTests(SubjectServer server) : IClassFixture<SubjectServer>
{
    private string Links => $"{server.Company}/capture_links/";

    private async Task<(string Id, string Secret)> CreateAsync(string body = "{}")
    {
        var answer = await server.SendAsync("POST", Links, TestServer.Json(body));
        answer.Status.ShouldBe(201, answer.Text);
        OpenApi.ShouldFit(answer.Json, "CaptureLink");
        var url = answer.Json.GetProperty("url").GetString()!;
        var start = $"{server.Client.BaseAddress!.GetLeftPart(UriPartial.Authority)}/capture/";
        url.ShouldStartWith(start);
        return (answer.Json.GetProperty("id").GetString()!, url[start.Length..]);
    }

    private async Task<JsonElement> StateAsync(string id)
    {
        var answer = await server.SendAsync("GET", $"{Links}{id}/");
        answer.Status.ShouldBe(200, answer.Text);
        OpenApi.ShouldFit(answer.Json, "CaptureLink");
        return answer.Json;
    }

    private async Task ShouldBeAsync(string id, string state) => (await StateAsync(id)).GetProperty("state").GetString().ShouldBe(state);

    private Task<Answer> OpenAsync(string secret) => server.SendAsync("GET", $"/api/v1/capture/{secret}/", token: "");

    private Task<Answer> PutAsync(string secret, byte[] photo) =>
        server.SendAsync("PUT", $"/api/v1/capture/{secret}/", new ByteArrayContent(photo), token: "");

    [Fact]
    public async Task A_phone_puts_one_photo_and_the_desk_sees_how_far_it_is()
    {
        var (_, subject) = await server.AddSubjectAsync();
        var (id, secret) = await CreateAsync($$"""{"subject_id":"{{subject}}","side_id":3}""");
        await ShouldBeAsync(id, "waiting");
        var page = await server.SendAsync("GET", $"/capture/{secret}", token: "");
        (page.Status, page.ContentHeaders.ContentType!.MediaType).ShouldBe((200, "text/html"));
        await ShouldBeAsync(id, "waiting");
        var opened = await OpenAsync(secret);
        OpenApi.ShouldFit(opened.Json, "OpenCaptureLink");
        opened.Json.GetProperty("side").GetProperty("id").GetInt32().ShouldBe(3);
        await ShouldBeAsync(id, "opened");
        var put = await PutAsync(secret, Photos.GreyJpeg);
        (put.Status, put.Json.GetProperty("state").GetString()).ShouldBe((200, "uploaded"), put.Text);
        put.Text.ShouldNotContain(id);
        var state = await StateAsync(id);
        (state.GetProperty("state").GetString(), state.GetProperty("image_id").GetString()).ShouldBe(("uploaded", id));
        var image = (await server.SendAsync("GET", $"{server.Company}/images/{id}/")).Json;
        image.GetProperty("subject_id").GetString().ShouldBe(subject);
        image.GetProperty("side").GetProperty("id").GetInt32().ShouldBe(3);
        // Once: the same photo again is no mistake, another one is.
        (await PutAsync(secret, Photos.GreyJpeg)).Status.ShouldBe(200);
        (await PutAsync(secret, await File.ReadAllBytesAsync(GraceHopperPath()))).Status.ShouldBe(409);
    }

    private static string GraceHopperPath() => Path.Combine(OpenApi.Root, "tests/Cutis.Server.Tests/Assets/photo.jpg");

    [Fact]
    public async Task Without_a_subject_the_photo_is_in_no_dataset()
    {
        var (id, secret) = await CreateAsync("""{"name":"kiosk"}""");
        (await PutAsync(secret, Photos.GreyJpeg)).Status.ShouldBe(200);
        var image = (await server.SendAsync("GET", $"{server.Company}/images/{id}/")).Json;
        (image.GetProperty("name").GetString(), image.GetProperty("subject_id").ValueKind).ShouldBe(("kiosk", JsonValueKind.Null));
    }

    [Fact]
    public async Task Two_photos_at_once_are_one_image()
    {
        var (id, secret) = await CreateAsync();
        var other = await File.ReadAllBytesAsync(GraceHopperPath());
        var answers = await Task.WhenAll(PutAsync(secret, Photos.GreyJpeg), PutAsync(secret, other), PutAsync(secret, Photos.GreyJpeg));
        answers.Count(a => a.Status == 200).ShouldBeInRange(1, 2);
        answers.ShouldAllBe(a => a.Status == 200 || a.Status == 409);
        await ShouldBeAsync(id, "uploaded");
    }

    [Fact]
    public async Task A_bad_photo_leaves_the_link_as_it_is()
    {
        var (id, secret) = await CreateAsync();
        (await PutAsync(secret, [1, 2, 3])).Status.ShouldBe(415);
        (await PutAsync(secret, [])).Status.ShouldBe(400);
        (await PutAsync(secret, Photos.GreyJpeg[..(Photos.GreyJpeg.Length / 2)])).Status.ShouldBe(400);
        await ShouldBeAsync(id, "opened");
        (await PutAsync(secret, Photos.GreyJpeg)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task It_opens_nothing_else_and_ends()
    {
        var (id, secret) = await CreateAsync("""{"expires_in":60}""");
        var (revoked, revokedSecret) = await CreateAsync();
        (await server.SendAsync("GET", $"{server.Company}/images/", token: secret)).Status.ShouldBe(401);
        (await OpenAsync(id)).Status.ShouldBe(404);
        (await OpenAsync(secret[..^1])).Status.ShouldBe(404);
        (await server.SendAsync("DELETE", $"{Links}{revoked}/")).Status.ShouldBe(204);
        (await server.SendAsync("DELETE", $"{Links}{Guid.NewGuid()}/")).Status.ShouldBe(404);
        var late = await PutAsync(revokedSecret, Photos.GreyJpeg);
        (late.Status, late.Json.GetProperty("code").GetString()).ShouldBe((410, "link_revoked"));
        server.Clock.Now += TimeSpan.FromSeconds(60);
        late = await PutAsync(secret, Photos.GreyJpeg);
        (late.Status, late.Json.GetProperty("code").GetString()).ShouldBe((410, "link_expired"));
        await ShouldBeAsync(id, "expired");
        (await OpenAsync(secret)).Json.GetProperty("state").GetString().ShouldBe("expired");
        server.Clock.Now += TimeSpan.FromDays(2);
        await using var scope = server.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<Cutis.Platform.Uploads.CaptureLinks>().SweepAsync(default);
        (await OpenAsync(secret)).Status.ShouldBe(404);
    }

    [Fact]
    public async Task An_erased_subject_takes_no_photo()
    {
        var (dataset, subject) = await server.AddSubjectAsync();
        var (_, secret) = await CreateAsync($$"""{"subject_id":"{{subject}}"}""");
        (await server.SendAsync("DELETE", $"{server.Datasets}{dataset}/subjects/{subject}/")).Status.ShouldBe(204);
        (await PutAsync(secret, Photos.GreyJpeg)).Status.ShouldBe(410);
        var again = await server.SendAsync("POST", Links, TestServer.Json($$"""{"subject_id":"{{subject}}"}"""));
        again.Status.ShouldBe(410);
    }

    [Theory]
    [InlineData("""{"expires_in":59}""", "expires_in")]
    [InlineData("""{"expires_in":3601,"side_id":4,"name":""}""", "expires_in name side_id")]
    [InlineData("""{"subject_id":"x"}""", "subject_id")]
    public async Task A_link_that_is_wrong_names_its_fields(string body, string fields)
    {
        var answer = await server.SendAsync("POST", Links, TestServer.Json(body));
        answer.Status.ShouldBe(400, answer.Text);
        string.Join(' ', answer.Json.EnumerateObject().Select(p => p.Name).Order()).ShouldBe(fields);
    }
}
