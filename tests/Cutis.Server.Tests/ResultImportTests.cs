using System;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cutis.Server.Tests;

/// <summary>A whole answer of another server goes in, and comes back as it was.</summary>
public sealed class ResultImportTests(PlacedServer server) : IClassFixture<PlacedServer>
{
    private static JsonArray Captured => RealResults.Items.DeepClone().AsArray();

    private async Task<(Guid Image, string Results)> AddAsync()
    {
        var image = await server.AddAsync(server.Batch, GraceHopper.Photo);
        return (image, $"{server.PathOf(server.Batch, image)}/results/");
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task A_captured_answer_comes_back_as_it_was_captured(bool isWrapped, bool isShort)
    {
        var (image, results) = await AddAsync();
        var list = Captured;
        var body = isWrapped ? $"{{\"count\":12,\"results\":{list.ToJsonString()}}}" : list.ToJsonString();
        var path = isShort ? $"{server.Company}/images/{image}/results/" : results;
        var answer = await server.SendAsync("POST", path, TestServer.Json(body));
        answer.Status.ShouldBe(200, answer.Text);
        OpenApi.ShouldFit(answer.Json, "ResultImportAnswer");
        (answer.Json.GetProperty("stored").GetInt32(), answer.Json.GetProperty("refused").GetInt32()).ShouldBe(
            (list.Count, 0),
            answer.Text
        );

        var listed = JsonNode.Parse((await server.SendAsync("GET", results)).Bytes)!.AsArray();
        listed.Count.ShouldBe(list.Count);
        foreach (var item in list)
        {
            item!["image_id"] = image.ToString();
            var family = item["algorithm_family_tech_name"]!.GetValue<string>();
            var other = listed.Single(i => i!["algorithm_family_tech_name"]!.GetValue<string>() == family);
            JsonNode.DeepEquals(other, item).ShouldBeTrue($"{family}\n{other}\n{item}");
            other!["result"]!.ToJsonString().ShouldBe(item["result"]!.ToJsonString(), "every key where it stood");
        }

        (await server.SendAsync("GET", results + "?application_run_id=3d9f5c1e-70a1-4a6e-9d54-0f2b1c7e8a90"))
            .Json.GetArrayLength()
            .ShouldBe(list.Count, "of the run that it had there");
        (await server.SendAsync("GET", results + $"?application_run_id={server.Run.RunId}")).Json.GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Each_item_is_stored_or_refused_for_itself()
    {
        var (image, results) = await AddAsync();
        const string body = """
            [
              {"algorithm_family_tech_name":"selfie_v2.pores","result":{"algorithm_tech_name":"pores"}},
              {"algorithm_family_tech_name":"selfie_v2.age","result":41.0},
              {"algorithm_family_tech_name":"selfie_v2.acne"},
              7,
              {"algorithm_family_tech_name":"selfie_v2.acne","result":{"algorithm_tech_name":"pores"}},
              {"result":{"area_results":null}},
              {"result":{"algorithm_tech_name":"lines","masks_original":[{"mask_type":"x","features":[]}]}},
              {"result":{"algorithm_tech_name":"lines"},"id":"\ud800"},
              {"result":{"algorithm_tech_name":"moles"},"id":"a-9","more":{"x":1}}
            ]
            """;
        var answer = await server.SendAsync("POST", results, TestServer.Json(body));
        answer.Status.ShouldBe(200, answer.Text);
        var items = answer.Json.GetProperty("results").EnumerateArray().ToArray();
        items
            .Select(i => i.GetProperty("status").GetString())
            .ShouldBe(["stored", "refused", "refused", "refused", "refused", "refused", "refused", "refused", "stored"], answer.Text);
        string Error(int i, string field) => items[i].GetProperty("errors").GetProperty(field)[0].GetString()!;
        Error(1, "result").ShouldBe("The result must be an object.");
        Error(2, "result").ShouldBe("The item has no result.");
        Error(3, "result").ShouldBe("The item must be an object.");
        Error(4, "algorithm_tech_name").ShouldBe("Is \"pores\" in the result and \"acne\" in the item; they must name the same algorithm.");
        Error(5, "algorithm_tech_name").ShouldBe("Is required.");
        Error(6, "masks_original[0].mask_type").ShouldStartWith("must be one of");
        var listed = (await server.SendAsync("GET", results)).Json.EnumerateArray().ToArray();
        listed.Length.ShouldBe(2);
        listed
            .Single(i => i.GetProperty("id").ToString() == "a-9")
            .TryGetProperty("more", out _)
            .ShouldBeFalse("only what a list has is kept");
        // What replaces an imported result has nothing of what stood around it.
        await server.PutResultAsync(image, "moles", """{"algorithm_tech_name":"moles"}""");
        (await server.SendAsync("GET", results)).Text.ShouldNotContain("\"a-9\"");
    }

    [Theory]
    [InlineData("x", "Is not JSON.")]
    [InlineData("[] x", "Is not JSON.")]
    [InlineData("", "Is not JSON.")]
    [InlineData("7", "Must be a list of results, or an object with one under \"results\".")]
    [InlineData("{\"results\":{}}", "Must be a list of results, or an object with one under \"results\".")]
    [InlineData("{\"results\":[],\"\\udc00\\ud800\":1}", "Has a text that is not UTF-8, or half a surrogate pair.")]
    public async Task What_is_no_list_is_refused(string body, string message)
    {
        var (_, results) = await AddAsync();
        var answer = await server.SendAsync("POST", results, TestServer.Json(body));
        answer.Status.ShouldBe(400, answer.Text);
        answer.Json.GetProperty("results")[0].GetString().ShouldBe(message);
    }

    [Fact]
    public async Task Too_many_items_and_an_image_that_is_not_there_are_refused_as_a_whole()
    {
        var (image, results) = await AddAsync();
        var many = $"[{string.Join(',', Enumerable.Repeat("{}", 201))}]";
        (await server.SendAsync("POST", results, TestServer.Json(many))).Status.ShouldBe(400);
        (await server.SendAsync("POST", results, TestServer.Json("[]"))).Json.GetProperty("stored").GetInt32().ShouldBe(0);
        var announced = await server.AnnounceAsync(server.Batch);
        var none = $"{server.PathOf(server.Batch, announced)}/results/";
        (await server.SendAsync("POST", none, TestServer.Json(Captured.ToJsonString()))).Status.ShouldBe(404);
        (await server.SendAsync("DELETE", $"{server.Company}/images/{image}/")).Status.ShouldBe(204);
        (await server.SendAsync("POST", results, TestServer.Json(Captured.ToJsonString()))).Status.ShouldBe(410);
    }
}
