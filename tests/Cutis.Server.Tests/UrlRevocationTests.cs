using System;
using System.Net.Http.Headers;
using System.Text.Json;
using Cutis.Platform.Datasets;
using Cutis.Platform.Errors;
using Cutis.Platform.Images;
using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cutis.Server.Tests;

/// <summary>Signed URLs are listed and revoked: one, those of an image, those of a subject.</summary>
public class UrlRevocationTests : TestServer
{
    private const string Masks = """[{"algorithm_tech_name":"lines"},{"algorithm_tech_name":"pores"}]""";

    private string Images => $"{Company}/images/{Known.DemoImageId}";

    private async Task<string[]> UrlsAsync(Guid? image = null) =>
        [.. (await MasksOfAsync(image ?? Known.DemoImageId, Masks)).Select(a => a.GetProperty("masked_image_url").GetString()!)];

    private async Task<string> PhotoAsync(Guid image) =>
        (await SendAsync("GET", $"{Company}/images/{image}/")).Json.GetProperty("urls").GetProperty("original").GetString()!;

    private async Task<JsonElement[]> ListAsync(string query = "")
    {
        var answer = await SendAsync("GET", $"{Images}/urls/{query}");
        answer.Status.ShouldBe(200, answer.Text);
        OpenApi.ShouldFit(answer.Json, "IssuedUrlPage");
        return [.. answer.Json.GetProperty("results").EnumerateArray()];
    }

    private async Task<int> StatusAsync(string url, string method = "GET", Action<HttpRequestMessage>? also = null) =>
        (await SendAsync(method, url, token: "", also: also)).Status;

    // Whatever else a request says: a revoked URL gives nothing, not even that the picture has not changed.
    private async Task ShouldBeRevokedAsync(string url, EntityTagHeaderValue tag)
    {
        Action<HttpRequestMessage>[] conditions =
        [
            _ => { },
            r => r.Headers.IfNoneMatch.Add(tag),
            r => r.Headers.IfNoneMatch.Add(EntityTagHeaderValue.Any),
            r => r.Headers.IfMatch.Add(tag),
            r => r.Headers.IfMatch.Add(new EntityTagHeaderValue("\"other\"")),
            r => r.Headers.Range = new RangeHeaderValue(0, 9),
            r => (r.Headers.Range, r.Headers.IfRange) = (new RangeHeaderValue(0, 9), new RangeConditionHeaderValue(tag)),
            r => r.Headers.IfModifiedSince = DateTimeOffset.UtcNow,
        ];
        foreach (var condition in conditions)
        {
            var answer = await SendAsync("GET", url, token: "", also: condition);
            (answer.Status, answer.Json.GetProperty("code").GetString()).ShouldBe((410, "url_revoked"));
            answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
            (await StatusAsync(url, "HEAD", condition)).ShouldBe(410);
        }
    }

    [Fact]
    public async Task The_urls_of_an_image_are_listed_once_each_without_what_opens_them()
    {
        var urls = await UrlsAsync();
        (await UrlsAsync()).ShouldBe(urls, "the same request gives the same URLs");
        var photo = await PhotoAsync(Known.DemoImageId);
        var list = await ListAsync();
        list.Select(u => $"{u.GetProperty("kind").GetString()} {u.GetProperty("name").GetString()}")
            .Order()
            .ShouldBe([
                "photo original.jpg",
                "photo restored.jpg",
                "picture lines.jpg",
                "picture original-320x320.jpg",
                "picture original-500x500.jpg",
                "picture original-800x1200.jpg",
                "picture pores.jpg",
            ]);
        list.ShouldAllBe(u => !u.GetProperty("is_revoked").GetBoolean());
        list.ShouldAllBe(u => u.GetProperty("issued_by").GetGuid() != Guid.Empty);
        var text = (await SendAsync("GET", $"{Images}/urls/")).Text;
        foreach (var url in urls.Append(photo))
        {
            text.ShouldNotContain(url.Split("signature=")[1]);
            text.ShouldNotContain(new Uri(url).AbsolutePath.Split('/')[^2]);
        }

        (await ListAsync("?page_size=5&page=2")).Length.ShouldBe(2);
        (await SendAsync("GET", $"{Images}/urls/?page=x")).Status.ShouldBe(400);
        Clock.Now += TimeSpan.FromHours(3);
        (await ListAsync()).ShouldBeEmpty("they have expired");
    }

    [Fact]
    public async Task All_urls_of_an_image_are_revoked_whatever_a_request_says()
    {
        var (before, photo) = ((await UrlsAsync())[0], await PhotoAsync(Known.DemoImageId));
        var tag = (await SendAsync("GET", before, token: "")).Headers.ETag!;
        (await StatusAsync(photo)).ShouldBe(200);
        var revoked = await SendAsync("POST", $"{Images}/urls/revoke/");
        (revoked.Status, revoked.Json.GetProperty("images").GetInt32()).ShouldBe((200, 1));
        await ShouldBeRevokedAsync(before, tag);
        await ShouldBeRevokedAsync(photo, tag);
        (await ListAsync()).ShouldAllBe(u => u.GetProperty("is_revoked").GetBoolean());

        var after = (await UrlsAsync())[0];
        after.ShouldContain("&epoch=1&");
        (await StatusAsync(after)).ShouldBe(200);
        (await StatusAsync(await PhotoAsync(Known.DemoImageId))).ShouldBe(200);
        (await StatusAsync(before)).ShouldBe(410);
        (await SendAsync("POST", $"{Images}/urls/revoke/")).Status.ShouldBe(200);
        (await StatusAsync(after)).ShouldBe(410);
        (await StatusAsync((await UrlsAsync())[0])).ShouldBe(200);
        await RestartAsync();
        (await StatusAsync(new Uri(after).PathAndQuery)).ShouldBe(410);
        (await StatusAsync(new Uri(before).PathAndQuery)).ShouldBe(410);
    }

    [Fact]
    public async Task An_epoch_cannot_be_altered()
    {
        var zero = (await UrlsAsync())[0];
        await SendAsync("POST", $"{Images}/urls/revoke/");
        var one = (await UrlsAsync())[0];
        string[] altered =
        [
            zero + "&epoch=1",
            zero + "&epoch=0",
            zero.Replace("&signature", "&epoch=1&signature", StringComparison.Ordinal),
            one.Replace("&epoch=1", "", StringComparison.Ordinal),
            one.Replace("&epoch=1", "&epoch=0", StringComparison.Ordinal),
            one.Replace("&epoch=1", "&epoch=01", StringComparison.Ordinal),
            one.Replace("&epoch=1", "&epoch=2", StringComparison.Ordinal),
            one.Replace("&epoch=1", "&Epoch=1", StringComparison.Ordinal),
            one.Replace("&epoch=1", "&epoch=", StringComparison.Ordinal),
            one + "&epoch=1",
        ];
        foreach (var url in altered)
            (await StatusAsync(url)).ShouldBe(403, url);
        (await StatusAsync(one)).ShouldBe(200);
    }

    [Fact]
    public async Task One_url_is_revoked_and_is_not_issued_again()
    {
        var urls = await UrlsAsync();
        var tag = (await SendAsync("GET", urls[0], token: "")).Headers.ETag!;
        var id = (await ListAsync()).Single(u => u.GetProperty("name").GetString() == "lines.jpg").GetProperty("id").GetGuid();
        (await SendAsync("DELETE", $"{Company}/urls/{id}/")).Status.ShouldBe(204);
        await ShouldBeRevokedAsync(urls[0], tag);
        (await StatusAsync(urls[1])).ShouldBe(200, "the other one");
        (await SendAsync("DELETE", $"{Company}/urls/{id}/")).Status.ShouldBe(204, "again");
        (await ListAsync()).Count(u => u.GetProperty("is_revoked").GetBoolean()).ShouldBe(1);
        var again = await UrlsAsync();
        again[0].ShouldNotBe(urls[0]);
        again[1].ShouldBe(urls[1]);
        (await StatusAsync(again[0])).ShouldBe(200);
        foreach (var other in new[] { $"{Guid.NewGuid()}", "x" })
            (await SendAsync("DELETE", $"{Company}/urls/{other}/")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task The_urls_of_a_subject_are_those_of_all_its_images()
    {
        var (subject, first) = await AddSubjectAsync();
        var (_, other) = await AddSubjectAsync();
        var second = await AddImageAsync(subject);
        string[] urls = [await PhotoAsync(first), await PhotoAsync(second), await PhotoAsync(other)];
        var revoked = await SendAsync("POST", $"{Company}/subjects/{subject.Id}/urls/revoke/");
        (revoked.Status, revoked.Json.GetProperty("images").GetInt32()).ShouldBe((200, 2));
        (await Task.WhenAll(urls.Select(url => StatusAsync(url)))).ShouldBe([410, 410, 200]);
        (await StatusAsync(await PhotoAsync(first))).ShouldBe(200);
        (await SendAsync("POST", $"{Company}/subjects/{Guid.NewGuid()}/urls/revoke/")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task No_fetch_that_begins_after_a_revocation_gives_the_picture()
    {
        for (var round = 0; round < 20; round++)
        {
            var url = await PhotoAsync(Known.DemoImageId);
            using var stop = new CancellationTokenSource();
            var fetching = Enumerable.Range(0, 6).Select(_ => FetchAsync(url, stop.Token)).ToArray();
            await Task.Delay(round);
            (await SendAsync("POST", $"{Images}/urls/revoke/")).Status.ShouldBe(200);
            (await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => StatusAsync(url)))).ShouldAllBe(status => status == 410);
            await stop.CancelAsync();
            (await Task.WhenAll(fetching)).SelectMany(s => s).ShouldAllBe(status => status == 200 || status == 410);
        }
    }

    [Fact]
    public async Task A_revocation_of_another_process_is_noticed_within_a_second()
    {
        var url = await PhotoAsync(Known.DemoImageId);
        (await StatusAsync(url)).ShouldBe(200);
        await WithDbAsync(db => db.Images.IgnoreQueryFilters().ExecuteUpdateAsync(set => set.SetProperty(i => i.AccessEpoch, 1L)));
        await Task.Delay(1100);
        (await StatusAsync(url)).ShouldBe(410);
    }

    [Fact]
    public async Task Strangers_revoke_and_see_nothing()
    {
        var url = await PhotoAsync(Known.DemoImageId);
        var id = (await ListAsync())[0].GetProperty("id").GetGuid();
        var (subject, _) = await AddSubjectAsync();
        var (company, token) = await AddStrangerAsync();
        foreach (
            var (method, path) in new[]
            {
                ("GET", $"/images/{Known.DemoImageId}/urls/"),
                ("POST", $"/images/{Known.DemoImageId}/urls/revoke/"),
                ("POST", $"/subjects/{subject.Id}/urls/revoke/"),
                ("DELETE", $"/urls/{id}/"),
            }
        )
        {
            (await SendAsync(method, $"/api/v1/companies/{company}{path}", token: token)).Status.ShouldBe(404);
        }

        (await StatusAsync(url)).ShouldBe(200);
    }

    [Fact]
    public async Task What_has_expired_and_what_was_erased_is_forgotten()
    {
        await UrlsAsync();
        await ListAsync();
        (await WithDbAsync(db => db.IssuedUrls.IgnoreQueryFilters().CountAsync())).ShouldBe(2);
        (await SendAsync("DELETE", $"{Images}/")).Status.ShouldBe(204);
        (await WithDbAsync(db => db.IssuedUrls.IgnoreQueryFilters().CountAsync())).ShouldBe(0);
        (await SendAsync("GET", $"{Images}/urls/")).Status.ShouldBe(410);
    }

    private async Task<List<int>> FetchAsync(string url, CancellationToken stop)
    {
        var seen = new List<int>();
        while (!stop.IsCancellationRequested)
            seen.Add(await StatusAsync(url));
        return seen;
    }

    private async Task<(Subject Subject, Guid Image)> AddSubjectAsync()
    {
        await using var scope = Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentCompany>().Id = Known.CompanyId;
        var dataset = await scope.ServiceProvider.GetRequiredService<DatasetService>().AddAsync("d", _ => { }, default);
        var (subject, _) = await scope.ServiceProvider.GetRequiredService<SubjectService>().AddAsync(dataset, null, "s", _ => { }, default);
        return (subject!, await AddImageAsync(subject!));
    }

    private async Task<Guid> AddImageAsync(Subject subject)
    {
        await using var scope = Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentCompany>().Id = Known.CompanyId;
        var (batch, _) = await scope.ServiceProvider.GetRequiredService<BatchService>().AddAsync(subject, null, default);
        await using var file = await scope.ServiceProvider.GetRequiredService<IObjectStore>().StageAsync(Photos.Png(8, 8, 1), default);
        var asked = new NewImage("i") { Place = new ImagePlace(subject.DatasetId, subject.Id, batch!.Id, 1, 1) };
        var (added, error) = await scope.ServiceProvider.GetRequiredService<ImageService>().AddAsync(asked, file, default);
        added.ShouldNotBeNull(error?.Message);
        return added.Image.Id;
    }

    private async Task<T> WithDbAsync<T>(Func<CutisDb, Task<T>> work)
    {
        await using var scope = Services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<CutisDb>());
    }
}
