using System;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cutis.Server.Tests;

/// <summary>Datasets, applications and subjects over HTTP: what is documented, what real clients send, and what is refused.</summary>
public sealed class DatasetTests(TestServer server) : IClassFixture<TestServer>
{
    private string Datasets => $"{server.Company}/datasets/";

    private async Task<JsonElement> AddAsync(string body = """{"name":"d"}""")
    {
        var answer = await server.SendAsync("POST", Datasets, TestServer.Json(body));
        answer.Status.ShouldBe(201, answer.Text);
        OpenApi.ShouldFit(answer.Json, "Dataset");
        return answer.Json;
    }

    private async Task<(string Dataset, string Path, JsonElement Subject)> AddSubjectAsync(string body = """{"name":"s"}""")
    {
        var dataset = (await AddAsync()).GetProperty("id").GetString()!;
        var answer = await server.SendAsync("POST", $"{Datasets}{dataset}/subjects/", TestServer.Json(body));
        answer.Status.ShouldBe(201, answer.Text);
        OpenApi.ShouldFit(answer.Json, "Subject");
        return (dataset, $"{Datasets}{dataset}/subjects/{answer.Json.GetProperty("id")}/", answer.Json);
    }

    [Fact]
    public async Task A_dataset_is_answered_as_documented()
    {
        var dataset = await AddAsync(
            """
            {"name":"Study 7","image_type_id":1,"expire_images_after_days":0,"expire_metadata_after_days":365,
             "clean_images_as_soon_as_ready":true,"custom_branding":4,"unknown":[1]}
            """
        );
        var (id, company) = (dataset.GetProperty("id").GetGuid(), server.Known.CompanyId);
        var shown = JsonNode.Parse(dataset.GetRawText())!.AsObject();
        shown.Remove("creation_time").ShouldBeTrue();
        JsonNode
            .DeepEquals(
                shown,
                JsonNode.Parse(
                    $$"""
                    {
                      "id": "{{id}}", "company_id": "{{company}}", "name": "Study 7",
                      "image_type": {
                        "id": 1, "name": "Selfie", "tech_name": "selfie",
                        "sides": [
                          {"id": 1, "name": "Front", "tech_name": "front"}, {"id": 2, "name": "Right", "tech_name": "right"},
                          {"id": 3, "name": "Left", "tech_name": "left"}
                        ],
                        "lights": [{"id": 1, "name": "Regular", "tech_name": "regular"}]
                      },
                      "image_type_id": 1, "image_type_name": "Selfie", "image_type_tech_name": "selfie", "connected_applications": [],
                      "expire_images_after_days": 0, "expire_metadata_after_days": 365, "clean_images_as_soon_as_ready": true,
                      "custom_branding": 4
                    }
                    """
                )
            )
            .ShouldBeTrue(dataset.ToString());
        var read = await server.SendAsync("GET", $"{Datasets}{id}/");
        read.Json.GetRawText().ShouldBe(dataset.GetRawText());
    }

    [Theory]
    [InlineData("{}", "name")]
    [InlineData("""{"name":""}""", "name")]
    [InlineData("""{"name":1}""", "name")]
    [InlineData("""{"name":"d","expire_images_after_days":366}""", "expire_images_after_days")]
    [InlineData("""{"name":"d","expire_metadata_after_days":-1}""", "expire_metadata_after_days")]
    [InlineData("""{"name":"d","clean_images_as_soon_as_ready":null}""", "clean_images_as_soon_as_ready")]
    [InlineData("""{"name":"d","image_type_id":"x"}""", "image_type_id")]
    [InlineData("[]", "body")]
    [InlineData("", "body")]
    public async Task A_dataset_with_a_mistake_is_refused_with_its_field(string body, string field)
    {
        var answer = await server.SendAsync("POST", Datasets, TestServer.Json(body));
        answer.Status.ShouldBe(400, answer.Text);
        answer.Json.TryGetProperty(field, out _).ShouldBeTrue(answer.Text);
        var both = await server.SendAsync(
            "POST",
            Datasets,
            TestServer.Json("""{"expire_images_after_days":-1,"expire_metadata_after_days":"x"}""")
        );
        both.Json.EnumerateObject().Select(p => p.Name).ShouldBe(["name", "expire_images_after_days", "expire_metadata_after_days"], true);
    }

    [Theory]
    [InlineData("PATCH")]
    [InlineData("PUT")]
    public async Task A_change_leaves_what_is_not_written(string method)
    {
        var id = (await AddAsync("""{"name":"d","expire_images_after_days":3,"custom_branding":7}""")).GetProperty("id").GetString();
        var changed = await server.SendAsync(method, $"{Datasets}{id}/", TestServer.Json("""{"expire_images_after_days":null}"""));
        changed.Status.ShouldBe(200, changed.Text);
        changed.Json.GetProperty("expire_images_after_days").ValueKind.ShouldBe(JsonValueKind.Null);
        (changed.Json.GetProperty("custom_branding").GetInt32(), changed.Json.GetProperty("name").GetString()).ShouldBe((7, "d"));
        var named = await server.SendAsync(method, $"{Datasets}{id}/", TestServer.Json("""{"name":"e"}"""));
        named.Json.GetProperty("name").GetString().ShouldBe("e");
        (await server.SendAsync(method, $"{Datasets}{id}/", TestServer.Json("""{"name":null}"""))).Status.ShouldBe(400);
        (await server.SendAsync(method, $"{Datasets}{Guid.NewGuid()}/", TestServer.Json("{}"))).Status.ShouldBe(404);
        (await server.SendAsync(method, $"{Datasets}x/", TestServer.Json("{}"))).Status.ShouldBe(404);
    }

    [Fact]
    public async Task Datasets_are_listed_page_by_page()
    {
        var word = Guid.NewGuid().ToString("N");
        for (var i = 0; i < 3; i++)
            await AddAsync($$"""{"name":"{{word}} {{i}}"}""");
        var first = await server.SendAsync("GET", $"{Datasets}?q={word}&page_size=2&ordering=name");
        OpenApi.ShouldFit(first.Json, "DatasetPage");
        first.Json.GetProperty("count").GetInt32().ShouldBe(3);
        first.Json.GetProperty("previous").ValueKind.ShouldBe(JsonValueKind.Null);
        first
            .Json.GetProperty("results")
            .EnumerateArray()
            .Select(d => d.GetProperty("name").GetString())
            .ShouldBe([$"{word} 0", $"{word} 1"]);
        var next = new Uri(first.Json.GetProperty("next").GetString()!);
        var second = await server.SendAsync("GET", next.PathAndQuery);
        second.Json.GetProperty("results").EnumerateArray().Single().GetProperty("name").GetString().ShouldBe($"{word} 2");
        second.Json.GetProperty("next").ValueKind.ShouldBe(JsonValueKind.Null);
        // A client that sends a body with GET, and one that asks beyond the last page.
        (await server.SendAsync("GET", Datasets, TestServer.Json("[]"))).Status.ShouldBe(200);
        (await server.SendAsync("GET", $"{Datasets}?page=99")).Json.GetProperty("results").GetArrayLength().ShouldBe(0);
        foreach (var wrong in new[] { "page=0", "page_size=101", "ordering=x", "nope=1" })
            (await server.SendAsync("GET", $"{Datasets}?{wrong}")).Status.ShouldBe(400, wrong);
    }

    [Fact]
    public async Task Applications_are_listed_and_attached_both_ways()
    {
        var list = await server.SendAsync("GET", $"{server.Company}/applications/");
        OpenApi.ShouldFit(list.Json, "ApplicationPage");
        var metrics = list.Json.GetProperty("results")[0];
        metrics.GetProperty("id").GetString().ShouldBe("8b5b3acc-480b-4412-8d2c-ebe6ab4384d7");
        var version = metrics
            .GetProperty("algorithms_versions")
            .EnumerateArray()
            .Single(v => v.GetProperty("algorithm_tech_name").GetString() == "skin_tone");
        version.GetProperty("algorithm_family_tech_name").GetString().ShouldBe("selfie_v2.skintone-classification");

        var dataset = (await AddAsync()).GetProperty("id").GetString();
        var attach = $"{server.Company}/applications/face_skin_metrics_2/attach-to-dataset";
        var run = await server.SendAsync(
            "POST",
            attach,
            TestServer.Json(
                $$$"""
                {"dataset_id":"{{{dataset}}}","enabled_algorithms":["selfie_v2.eye_bags","pores","pores",{{{version.GetProperty("id")}}}],
                 "algorithms_flags":{"a":1}}
                """
            )
        );
        run.Status.ShouldBe(201, run.Text);
        OpenApi.ShouldFit(run.Json, "ConnectedApplication");
        run.Json.GetProperty("enabled_algorithms").ToString().ShouldBe("""["eye_area_condition","pores","skin_tone"]""");
        run.Json.GetProperty("algorithms_flags").ToString().ShouldBe("""{"a":1}""");
        var older = await server.SendAsync(
            "POST",
            $"{server.Company}/applications/8b5b3acc-480b-4412-8d2c-ebe6ab4384d7/runs/",
            TestServer.Json($$"""{"dataset_id":"{{dataset}}"}""")
        );
        older.Json.GetProperty("application_run_id").GetString().ShouldBe(run.Json.GetProperty("application_run_id").GetString());
        older.Json.GetProperty("enabled_algorithms").GetArrayLength().ShouldBe(3, "what was enabled stays");
        (await server.SendAsync("GET", $"{Datasets}{dataset}/"))
            .Json.GetProperty("connected_applications")[0]
            .GetProperty("tech_name")
            .GetString()
            .ShouldBe("face_skin_metrics_2");

        (int, string, string)[] wrong =
        [
            (400, attach, "{}"),
            (400, attach, $$"""{"dataset_id":"{{dataset}}","enabled_algorithms":["nonsense"]}"""),
            (400, attach, $$"""{"dataset_id":"{{dataset}}","enabled_algorithms":"pores"}"""),
            (400, attach, $$"""{"dataset_id":"{{dataset}}","algorithms_flags":[]}"""),
            (404, attach, $$"""{"dataset_id":"{{Guid.NewGuid()}}"}"""),
            (404, $"{server.Company}/applications/nothing/attach-to-dataset/", $$"""{"dataset_id":"{{dataset}}"}"""),
            (404, $"{server.Company}/applications/{Guid.NewGuid()}/runs/", $$"""{"dataset_id":"{{dataset}}"}"""),
        ];
        foreach (var (status, path, body) in wrong)
            (await server.SendAsync("POST", path, TestServer.Json(body))).Status.ShouldBe(status, $"{path} {body}");
    }

    [Fact]
    public async Task Image_types_are_a_dictionary_for_everybody()
    {
        var types = await server.SendAsync("GET", "/api/v1/dicts/image_types/", token: "");
        types.Json[0].GetProperty("tech_name").GetString().ShouldBe("selfie");
        OpenApi.ShouldFit(types.Json, "ImageType", isList: true);
    }

    [Fact]
    public async Task A_subject_is_answered_as_documented_and_unknown_keys_are_ignored()
    {
        var (dataset, path, subject) = await AddSubjectAsync(
            """{"name":"Ada","birth_date":"1815-12-10T00:00:00Z","biological_sex":"Female","meta":{"arm":["B"]},"age":36,"phenotype":"I"}"""
        );
        subject.GetProperty("birth_date").GetString().ShouldBe("1815-12-10");
        subject.GetProperty("biological_sex").ToString().ShouldBe("""{"id":2,"name":"Female","tech_name":"female"}""");
        subject.GetProperty("meta").ToString().ShouldBe("""{"arm":["B"]}""");
        subject.GetProperty("dataset").GetProperty("id").GetString().ShouldBe(dataset);
        subject.GetProperty("company").GetProperty("id").GetGuid().ShouldBe(server.Known.CompanyId);
        subject.GetProperty("author_id").ValueKind.ShouldBe(JsonValueKind.String);
        subject.GetProperty("promote_image_id").ValueKind.ShouldBe(JsonValueKind.Null);
        (await server.SendAsync("GET", path)).Json.GetRawText().ShouldBe(subject.GetRawText());
        var changed = await server.SendAsync("PATCH", path, TestServer.Json("""{"biological_sex":null,"meta":7}"""));
        (changed.Json.GetProperty("name").GetString(), changed.Json.GetProperty("meta").GetInt32()).ShouldBe(("Ada", 7));
        changed.Json.GetProperty("biological_sex").ValueKind.ShouldBe(JsonValueKind.Null);
        changed.Json.GetProperty("birth_date").GetString().ShouldBe("1815-12-10");
        var cleared = await server.SendAsync("POST", $"{path}clear-metadata/");
        cleared.Json.GetProperty("birth_date").ValueKind.ShouldBe(JsonValueKind.Null);
        cleared.Json.GetProperty("meta").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Theory]
    [InlineData("{}", "name")]
    [InlineData("""{"name":"s","birth_date":"yesterday"}""", "birth_date")]
    [InlineData("""{"name":"s","biological_sex":"x"}""", "biological_sex")]
    [InlineData("""{"name":"s","biological_sex":9}""", "biological_sex")]
    public async Task A_subject_with_a_mistake_is_refused_with_its_field(string body, string field)
    {
        var dataset = (await AddAsync()).GetProperty("id").GetString();
        var answer = await server.SendAsync("POST", $"{Datasets}{dataset}/subjects/", TestServer.Json(body));
        answer.Status.ShouldBe(400, answer.Text);
        answer.Json.EnumerateObject().Single().Name.ShouldBe(field);
    }

    [Fact]
    public async Task Subjects_are_listed_within_their_dataset()
    {
        var (dataset, path, _) = await AddSubjectAsync("""{"name":"Ada"}""");
        await server.SendAsync("POST", $"{Datasets}{dataset}/subjects/", TestServer.Json("""{"name":"Grace"}"""));
        var page = await server.SendAsync("GET", $"{Datasets}{dataset}/subjects/?q=gra&page_size=1");
        OpenApi.ShouldFit(page.Json, "SubjectPage");
        page.Json.GetProperty("results").EnumerateArray().Select(s => s.GetProperty("name").GetString()).ShouldBe(["Grace"]);
        var elsewhere = (await AddAsync()).GetProperty("id").GetString()!;
        (await server.SendAsync("GET", path.Replace(dataset, elsewhere))).Status.ShouldBe(404);
    }

    [Fact]
    public async Task Deleting_answers_as_clients_expect_and_what_was_deleted_is_gone()
    {
        var (dataset, path, _) = await AddSubjectAsync();
        var plain = await server.SendAsync("DELETE", path);
        (plain.Status, plain.Bytes.Length).ShouldBe((204, 0));
        (await server.SendAsync("DELETE", path)).Status.ShouldBe(410);
        (await server.SendAsync("GET", path)).Status.ShouldBe(410);
        var list = $"{Datasets}{dataset}/subjects/";
        async Task<string> NewAsync() =>
            (await server.SendAsync("POST", list, TestServer.Json("""{"name":"s"}"""))).Json.GetProperty("id").GetString()!;
        var withBody = await server.SendAsync("DELETE", $"{list}{await NewAsync()}", TestServer.Json("""{"x":1}"""));
        withBody.Status.ShouldBe(200);
        OpenApi.ShouldFit(withBody.Json, "ErasedSubjects");
        var (first, second, unknown) = (await NewAsync(), await NewAsync(), Guid.NewGuid().ToString());
        var many = await server.SendAsync(
            "DELETE",
            list,
            TestServer.Json($$"""{"subjects_ids":["{{first}}","{{second}}","{{unknown}}"]}""")
        );
        many.Status.ShouldBe(200, many.Text);
        many.Json.GetProperty("subjects_ids").EnumerateArray().Select(i => i.GetString()!).ShouldBe([first, second], true);
        many.Json.GetProperty("not_found")[0].GetString().ShouldBe(unknown);
        (await server.SendAsync("DELETE", list, TestServer.Json("""{"subjects_ids":[]}"""))).Status.ShouldBe(400);
        (await server.SendAsync("DELETE", list)).Status.ShouldBe(400);
        (await server.SendAsync("GET", list)).Json.GetProperty("count").GetInt32().ShouldBe(0);

        (await server.SendAsync("DELETE", $"{Datasets}{dataset}/")).Status.ShouldBe(204);
        (await server.SendAsync("GET", $"{Datasets}{dataset}/")).Status.ShouldBe(410);
        (await server.SendAsync("GET", list)).Status.ShouldBe(410);
        (await server.SendAsync("POST", list, TestServer.Json("""{"name":"s"}"""))).Status.ShouldBe(410);
    }
}
