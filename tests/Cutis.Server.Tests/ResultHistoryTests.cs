using System;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Cutis.Server.Tests;

/// <summary>Results that people edit: who changed what, what was there before, and two editors at once.</summary>
public class ResultHistoryTests(TestServer server) : IClassFixture<TestServer>
{
    private static string Result(params (double X, double Y)[] dots) =>
        JsonSerializer.Serialize(
            new
            {
                algorithm_tech_name = "pores",
                area_results = new[]
                {
                    new
                    {
                        area_name = "face",
                        main_metric = new
                        {
                            name = "Count",
                            tech_name = "count",
                            value = dots.Length,
                            widget_type = "numeric",
                        },
                    },
                },
                masks_original = new[]
                {
                    new
                    {
                        mask_type = "point_mask",
                        tech_name = "pores_mask",
                        view_box = "0 0 100 100",
                        features = dots.Select(dot => new { geometry = new { type = "Point", coordinates = new[] { dot.X, dot.Y } } }),
                    },
                },
            }
        );

    private string PathOf(Guid image) => $"{server.Company}/images/{image}/results/pores/";

    private Task<Answer> PutAsync(Guid image, string result, string? match = null, string query = "", string? noneMatch = null) =>
        server.SendAsync(
            "PUT",
            PathOf(image) + query,
            TestServer.Json(result),
            also: request =>
            {
                if (match is not null)
                    request.Headers.TryAddWithoutValidation("If-Match", match);
                if (noneMatch is not null)
                    request.Headers.TryAddWithoutValidation("If-None-Match", noneMatch);
            }
        );

    private async Task<JsonElement[]> HistoryAsync(Guid image)
    {
        var answer = await server.SendAsync("GET", $"{PathOf(image)}history/");
        answer.Status.ShouldBe(200, answer.Text);
        OpenApi.ShouldFit(answer.Json, "ResultVersion", isList: true);
        return [.. answer.Json.EnumerateArray()];
    }

    private async Task<(Guid Image, string Tag)> AddAsync()
    {
        var image = await server.UploadAsync(Photos.GreyJpeg);
        var put = await PutAsync(image, Result((1, 1), (2, 2), (3, 3)));
        put.Status.ShouldBe(200, put.Text);
        return (image, put.Headers.ETag!.ToString());
    }

    [Fact]
    public async Task An_edit_keeps_what_was_there_who_changed_it_and_how_much()
    {
        var (image, tag) = await AddAsync();
        (await server.SendAsync("GET", PathOf(image))).Headers.ETag!.ToString().ShouldBe(tag);
        (await HistoryAsync(image)).ShouldBeEmpty("nobody has edited it");
        server.Clock.Now += TimeSpan.FromMinutes(1);
        var edited = await PutAsync(image, Result((1, 1), (5, 5), (3, 3), (4, 4)), tag, "?note=a%20mole%2C%20no%20pore");
        edited.Status.ShouldBe(200, edited.Text);
        edited.Headers.ETag!.ToString().ShouldNotBe(tag);
        var history = await HistoryAsync(image);
        history.Select(v => v.GetProperty("number").GetInt32()).ShouldBe([2, 1]);
        history[0].GetProperty("note").GetString().ShouldBe("a mole, no pore");
        history[0].GetProperty("user").GetProperty("email").GetString().ShouldBe(server.Known.Email);
        (
            history[0].GetProperty("added").GetInt32(),
            history[0].GetProperty("removed").GetInt32(),
            history[0].GetProperty("changed").GetInt32()
        ).ShouldBe((1, 0, 1));
        history[1].GetProperty("user").ValueKind.ShouldBe(JsonValueKind.Null);
        history.Select(v => v.GetProperty("is_current").GetBoolean()).ShouldBe([true, false]);
        var first = await server.SendAsync("GET", $"{PathOf(image)}history/1/");
        first.Json.GetProperty("masks_original")[0].GetProperty("features").GetArrayLength().ShouldBe(3);
        // Deleting one is one that has gone, wherever the others stand now.
        (await PutAsync(image, Result((5, 5), (3, 3), (4, 4)), "*")).Status.ShouldBe(200);
        (await HistoryAsync(image))[0].GetProperty("removed").GetInt32().ShouldBe(1);
        (await HistoryAsync(image))[0].GetProperty("changed").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task From_the_first_edit_on_every_replacement_is_a_version()
    {
        var (image, tag) = await AddAsync();
        (await PutAsync(image, Result((9, 9)))).Status.ShouldBe(200);
        (await HistoryAsync(image)).ShouldBeEmpty("a program that stores results keeps none");
        (await PutAsync(image, Result((8, 8)), query: "?note=by%20hand")).Status.ShouldBe(200);
        (await PutAsync(image, Result((7, 7)))).Status.ShouldBe(200);
        (await PutAsync(image, Result((7, 7)))).Status.ShouldBe(200, "the same again is no version");
        (await HistoryAsync(image)).Length.ShouldBe(3);
        (await PutAsync(image, Result((6, 6)), tag)).Status.ShouldBe(412);
    }

    [Theory]
    [InlineData("\"nothing\"")]
    [InlineData("W/\"x\"")]
    [InlineData("not a tag")]
    public async Task Another_result_than_the_one_that_is_known_is_not_replaced(string match)
    {
        var (image, tag) = await AddAsync();
        var refused = await PutAsync(image, Result((6, 6)), match);
        (refused.Status, refused.Json.GetProperty("code").GetString()).ShouldBe((412, "result_changed"));
        (await PutAsync(image, Result((6, 6)), noneMatch: "*")).Status.ShouldBe(412);
        (await server.SendAsync("GET", PathOf(image))).Headers.ETag!.ToString().ShouldBe(tag);
        var bare = await server.UploadAsync(Photos.GreyJpeg);
        (await PutAsync(bare, Result((6, 6)), "*")).Status.ShouldBe(412);
        (await PutAsync(bare, Result((6, 6)), noneMatch: "*")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Of_many_editors_at_once_one_is_told_that_it_was_first()
    {
        var (image, tag) = await AddAsync();
        for (var round = 0; round < 5; round++)
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => PutAsync(image, Result((round, i)), tag)));
            answers.Count(a => a.Status == 200).ShouldBe(1);
            answers.Count(a => a.Status == 412).ShouldBe(5);
            tag = answers.Single(a => a.Status == 200).Headers.ETag!.ToString();
        }

        (await HistoryAsync(image)).Select(v => v.GetProperty("number").GetInt32()).ShouldBe([6, 5, 4, 3, 2, 1]);
    }

    [Fact]
    public async Task A_version_is_restored_with_its_metrics_and_masks()
    {
        var (image, tag) = await AddAsync();
        (await PutAsync(image, Result((5, 5)), tag)).Status.ShouldBe(200);
        var restored = await server.SendAsync("POST", $"{PathOf(image)}history/1/restore/?note=as%20it%20was");
        restored.Status.ShouldBe(200, restored.Text);
        restored.Headers.ETag!.ToString().ShouldBe(tag);
        restored.Json.GetProperty("main_metric").GetProperty("value").GetInt32().ShouldBe(3);
        restored.Json.GetProperty("masks_original")[0].GetProperty("shapes").GetInt32().ShouldBe(3);
        var history = await HistoryAsync(image);
        (history[0].GetProperty("number").GetInt32(), history[0].GetProperty("added").GetInt32()).ShouldBe((3, 2));
        foreach (var missing in new[] { "history/9/", "history/0/" })
            (await server.SendAsync("GET", PathOf(image) + missing)).Status.ShouldBe(404);
        (await server.SendAsync("POST", $"{PathOf(image)}history/9/restore/")).Status.ShouldBe(404);
        var stale = await server.SendAsync(
            "POST",
            $"{PathOf(image)}history/2/restore/",
            also: request => request.Headers.IfMatch.Add(new EntityTagHeaderValue("\"x\""))
        );
        stale.Status.ShouldBe(412);
    }

    [Fact]
    public async Task Erasing_leaves_neither_versions_nor_their_files()
    {
        var (image, tag) = await AddAsync();
        (await PutAsync(image, Result((5, 5)), tag)).Status.ShouldBe(200);
        var masks = Path.Combine(server.Data, $"objects/companies/{server.Known.CompanyId}/images/{image}/masks");
        Directory.EnumerateFiles(masks).Count().ShouldBe(2);
        (await server.SendAsync("DELETE", $"{server.Company}/images/{image}/")).Status.ShouldBe(204);
        (await server.SendAsync("GET", $"{PathOf(image)}history/")).Status.ShouldBe(410);
        Directory.Exists(masks).ShouldBeFalse();
        var (other, otherTag) = await AddAsync();
        (await PutAsync(other, Result((5, 5)), otherTag)).Status.ShouldBe(200);
        (await server.SendAsync("DELETE", PathOf(other))).Status.ShouldBe(204);
        (await HistoryAsync(other)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_note_that_is_too_long_is_named()
    {
        var (image, _) = await AddAsync();
        var refused = await PutAsync(image, Result(), query: $"?note={new string('x', 501)}");
        (refused.Status, refused.Json.EnumerateObject().Single().Name).ShouldBe((400, "note"));
    }
}
