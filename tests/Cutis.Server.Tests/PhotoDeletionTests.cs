using System;
using System.Text.Json;
using Cutis.Platform.Retention;
using Microsoft.Extensions.DependencyInjection;

namespace Cutis.Server.Tests;

/// <summary>Photos that go while their results stay: because somebody says so, and because the dataset does.</summary>
public sealed class PhotoDeletionTests(SubjectServer server) : IClassFixture<SubjectServer>
{
    private const string Pores = """
        {"algorithm_tech_name":"pores","masks_original":[{"mask_type":"point_mask","view_box":"0 0 80 40",
        "features":[{"geometry":{"type":"MultiPoint","coordinates":[[5,6,2]]}}]}]}
        """;

    private async Task<(string Image, JsonElement Urls, string Masked)> AddAsync(string subject)
    {
        var image = await server.UploadAsync(subject, Photos.GreyPng);
        await server.PutResultAsync(Guid.Parse(image), "pores", Pores);
        var masked = (await server.MasksOfAsync(Guid.Parse(image), """[{"algorithm_tech_name":"pores"}]"""))[0];
        var shown = await server.SendAsync("GET", $"{server.Company}/images/{image}/");
        return (image, shown.Json.GetProperty("urls"), masked.GetProperty("masked_image_url").GetString()!);
    }

    private async Task ShouldBeWithoutPhotosAsync(string image, JsonElement urls, string masked)
    {
        var shown = await server.SendAsync("GET", $"{server.Company}/images/{image}/");
        OpenApi.ShouldFit(shown.Json, "Image");
        shown.Json.GetProperty("photos_deleted_at").ValueKind.ShouldBe(JsonValueKind.String);
        shown.Json.GetProperty("original").ValueKind.ShouldBe(JsonValueKind.Null);
        foreach (var url in shown.Json.GetProperty("urls").EnumerateObject())
            url.Value.ValueKind.ShouldBe(JsonValueKind.Null, url.Name);
        foreach (var url in new[] { urls.GetProperty("original").GetString()!, urls.GetProperty("500x500").GetString()!, masked })
        {
            var gone = await server.SendAsync("GET", url, token: "");
            (gone.Status, gone.Json.GetProperty("code").GetString()).ShouldBe((410, "photos_deleted"), url);
        }

        (await server.SendAsync("GET", $"{server.Company}/images/{image}/results/pores/")).Status.ShouldBe(200, "results stay");
        var entry = (await server.MasksOfAsync(Guid.Parse(image), """[{"algorithm_tech_name":"pores"}]"""))[0];
        entry.GetProperty("feedback").GetProperty("error_code").GetString().ShouldBe("photos_deleted");
        var put = await server.SendAsync("PUT", $"{server.Company}/images/{image}/restored/", new ByteArrayContent(Photos.GreyPng));
        put.Status.ShouldBe(410, put.Text);
        Directory
            .GetFiles(Path.Combine(server.Data, "objects/companies"), "*", SearchOption.AllDirectories)
            .ShouldNotContain(file => file.Contains(image) && file.Contains("photos"));
    }

    [Fact]
    public async Task Masks_without_a_photo_are_drawn_as_before_and_pictures_on_it_are_gone()
    {
        await using var held = new OwnServer();
        var own = held.Server;
        await own.InitializeAsync();
        var image = own.Known.DemoImageId;
        var path = $"/service/rasterisation/v5/svg_masks/?company_id={own.Known.CompanyId}";
        var body = $$"""{"image_id":"{{image}}","masks":[{"algorithm_tech_name":"lines"}]}""";
        async Task<string> SvgAsync()
        {
            var answer = await own.SendAsync("POST", path, TestServer.Json(body));
            return answer.Json.GetProperty("results")[0].GetProperty("masked_image_url").GetString()!;
        }

        var before = await SvgAsync();
        var svg = (await own.SendAsync("GET", before, token: "")).Text;
        var drawn = (await own.MasksOfAsync(image, """[{"algorithm_tech_name":"lines"}]"""))[0];
        (await own.SendAsync("POST", $"{own.Company}/images/{image}/delete-photos/")).Status.ShouldBe(200);
        (await own.SendAsync("GET", before, token: "")).Status.ShouldBe(410, "its URL names the photo");
        (await own.SendAsync("GET", drawn.GetProperty("masked_image_url").GetString()!, token: "")).Status.ShouldBe(410);
        var after = await own.SendAsync("GET", await SvgAsync(), token: "");
        (after.Status, after.Text).ShouldBe((200, svg));
        (await own.SendAsync("POST", $"{own.Company}/images/{image}/urls/revoke/")).Status.ShouldBe(200);
        (await own.SendAsync("GET", await SvgAsync(), token: "")).Status.ShouldBe(200);
        (await own.SendAsync("DELETE", $"{own.Company}/images/{image}/")).Status.ShouldBe(204);
    }

    // Its photos are deleted, so no other test has it.
    private sealed class OwnServer : IAsyncDisposable
    {
        public TestServer Server { get; } = new();

        public async ValueTask DisposeAsync() => await Server.DisposeAsync();
    }

    [Fact]
    public async Task Photos_are_deleted_at_once_and_results_stay()
    {
        var (dataset, subject) = await server.AddSubjectAsync();
        var (image, urls, masked) = await AddAsync(subject);
        var deleted = await server.SendAsync("POST", $"{server.Company}/images/{image}/delete-photos/");
        deleted.Status.ShouldBe(200, deleted.Text);
        await ShouldBeWithoutPhotosAsync(image, urls, masked);
        (await server.SendAsync("POST", $"{server.Company}/images/{image}/delete-photos/")).Status.ShouldBe(200, "again changes nothing");

        (image, urls, masked) = await AddAsync(subject);
        var all = await server.SendAsync("POST", $"{server.Datasets}{dataset}/subjects/{subject}/delete-photos/");
        OpenApi.ShouldFit(all.Json, "DeletedPhotos");
        all.Json.GetProperty("images").EnumerateArray().Select(i => i.GetString()).ShouldBe([image]);
        await ShouldBeWithoutPhotosAsync(image, urls, masked);
        var person = await server.SendAsync("GET", $"{server.Datasets}{dataset}/subjects/{subject}/");
        person.Json.GetProperty("promote_image_id").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task An_image_says_when_it_goes_and_then_it_does()
    {
        var dataset = await server.AddDatasetAsync("""{"name":"d","expire_images_after_days":0,"expire_metadata_after_days":9}""");
        var added = await server.SendAsync("POST", $"{server.Datasets}{dataset}/subjects/", TestServer.Json("""{"name":"s"}"""));
        var (image, urls, masked) = await AddAsync(added.Json.GetProperty("id").GetString()!);
        var shown = (await server.SendAsync("GET", $"{server.Company}/images/{image}/")).Json;
        shown.GetProperty("photos_expire_at").GetDateTimeOffset().ShouldBe(server.Clock.Now.AddMinutes(15));
        shown.GetProperty("metadata_expire_at").GetDateTimeOffset().ShouldBe(server.Clock.Now.AddDays(9));
        server.Clock.Now += TimeSpan.FromMinutes(15);
        await using (var scope = server.Services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<RetentionSchedule>().AddDueAsync(default);
        for (var i = 0; i < 600 && !await IsGoneAsync(image); i++)
            await Task.Delay(50);
        await ShouldBeWithoutPhotosAsync(image, urls, masked);
    }

    private async Task<bool> IsGoneAsync(string image) =>
        (await server.SendAsync("GET", $"{server.Company}/images/{image}/")).Json.GetProperty("photos_deleted_at").ValueKind
        == JsonValueKind.String;
}
