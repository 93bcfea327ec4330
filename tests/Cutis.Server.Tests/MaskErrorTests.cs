namespace Cutis.Server.Tests;

/// <summary>Requests that are refused, and with which words.</summary>
public class MaskErrorTests(TestServer server) : IClassFixture<TestServer>
{
    private string Id => server.Known.DemoImageId.ToString();

    public static TheoryData<string, string, string> Mistakes =>
        new()
        {
            { "{}", "body.image_id", "missing" },
            { "{}", "body.masks", "missing" },
            { """{"image_id":"x","masks":[]}""", "body.image_id", "uuid_parsing" },
            { """{"image_id":7,"masks":[]}""", "body.image_id", "uuid_parsing" },
            { """{"image_id":"ID","masks":{}}""", "body.masks", "list_type" },
            { """{"image_id":"ID","masks":null}""", "body.masks", "list_type" },
            { """{"image_id":"ID","masks":[7]}""", "body.masks.0", "model_attributes_type" },
            { """{"image_id":"ID","masks":[{}]}""", "body.masks.0.algorithm_tech_name", "missing" },
            { """{"image_id":"ID","masks":[{"algorithm_tech_name":""}]}""", "body.masks.0.algorithm_tech_name", "string_too_short" },
            { """{"image_id":"ID","masks":[{"algorithm_tech_name":7}]}""", "body.masks.0.algorithm_tech_name", "string_type" },
            { """{"image_id":"ID","image_type":"selfie","masks":[]}""", "body.image_type", "enum" },
            { """{"image_id":"ID","masks":[],"mask_over_image":true}""", "body.mask_over_image", "extra_forbidden" },
            {
                """{"image_id":"ID","masks":[{"algorithm_tech_name":"pores","fil_override":[]}]}""",
                "body.masks.0.fil_override",
                "extra_forbidden"
            },
            {
                """{"image_id":"ID","masks":[{"algorithm_tech_name":"pores","polyline_line_thickness":0}]}""",
                "body.masks.0.polyline_line_thickness",
                "greater_than"
            },
            {
                """{"image_id":"ID","masks":[{"algorithm_tech_name":"pores","polyline_line_thickness":-1}]}""",
                "body.masks.0.polyline_line_thickness",
                "greater_than"
            },
            {
                """{"image_id":"ID","masks":[{"algorithm_tech_name":"pores","polyline_line_thickness":0.11}]}""",
                "body.masks.0.polyline_line_thickness",
                "less_than_equal"
            },
            {
                """{"image_id":"ID","masks":[{"algorithm_tech_name":"pores","polyline_line_thickness":"1"}]}""",
                "body.masks.0.polyline_line_thickness",
                "float_type"
            },
            {
                """{"image_id":"ID","masks":[{"algorithm_tech_name":"pores","main_metric":"yes"}]}""",
                "body.masks.0.main_metric",
                "bool_type"
            },
            { """{"image_id":"ID","masks":[{"algorithm_tech_name":"pores","sub_metrics":1}]}""", "body.masks.0.sub_metrics", "bool_type" },
            {
                """{"image_id":"ID","masks":[{"algorithm_tech_name":"pores","concentric_lines":0}]}""",
                "body.masks.0.concentric_lines",
                "bool_type"
            },
            {
                """{"image_id":"ID","masks":[{"algorithm_tech_name":"pores","fill_override":"red"}]}""",
                "body.masks.0.fill_override",
                "list_type"
            },
            {
                """{"image_id":"ID","masks":[{"algorithm_tech_name":"pores","fill_override":[1,2]}]}""",
                "body.masks.0.fill_override",
                "color_error"
            },
            {
                """{"image_id":"ID","masks":[{"algorithm_tech_name":"pores","fill_override":[1,2,3,0.5,1]}]}""",
                "body.masks.0.fill_override",
                "color_error"
            },
            {
                """{"image_id":"ID","masks":[{"algorithm_tech_name":"pores","fill_override":[1,2,256]}]}""",
                "body.masks.0.fill_override.2",
                "less_than_equal"
            },
            {
                """{"image_id":"ID","masks":[{"algorithm_tech_name":"pores","fill_override":[1,-2,25]}]}""",
                "body.masks.0.fill_override.1",
                "greater_than_equal"
            },
            {
                """{"image_id":"ID","masks":[{"algorithm_tech_name":"pores","fill_override":[1,2,3,1.5]}]}""",
                "body.masks.0.fill_override.3",
                "less_than_equal"
            },
            {
                """{"image_id":"ID","masks":[{"algorithm_tech_name":"pores","fill_override":[1,"red",3]}]}""",
                "body.masks.0.fill_override.1",
                "float_type"
            },
            {
                """{"image_id":"ID","masks":[{"algorithm_tech_name":"pores","fill_override":["red",3]}]}""",
                "body.masks.0.fill_override.1",
                "string_type"
            },
            {
                """{"image_id":"ID","masks":[{"algorithm_tech_name":"pores","fill_override":["reddish"]}]}""",
                "body.masks.0.fill_override.0",
                "color_error"
            },
            { """{"image_id":"ID","masks":[{"algorithm_tech_name":"pores","layer":"both"}]}""", "body.masks.0.layer", "enum" },
            { """{"image_id":"ID","masks":[{"algorithm_tech_name":"pores","format":"gif"}]}""", "body.masks.0.format", "enum" },
            { """{"image_id":"ID","masks":[{"algorithm_tech_name":"pores","quality":0}]}""", "body.masks.0.quality", "greater_than_equal" },
            { """{"image_id":"ID","masks":[{"algorithm_tech_name":"pores","quality":101}]}""", "body.masks.0.quality", "less_than_equal" },
            { """{"image_id":"ID","masks":[{"algorithm_tech_name":"pores","quality":7.5}]}""", "body.masks.0.quality", "int_type" },
            {
                """{"image_id":"ID","masks":[{"algorithm_tech_name":"pores","max_side":15}]}""",
                "body.masks.0.max_side",
                "greater_than_equal"
            },
            {
                """{"image_id":"ID","masks":[{"algorithm_tech_name":"pores","max_side":65536}]}""",
                "body.masks.0.max_side",
                "less_than_equal"
            },
            { """{"image_id":"ID","masks":[{"algorithm_tech_name":"pores","crop":"nose"}]}""", "body.masks.0.crop", "enum" },
            { """{"image_id":"ID","masks":[{"algorithm_tech_name":"pores","crop":[0,0,1]}]}""", "body.masks.0.crop", "list_type" },
            { """{"image_id":"ID","masks":[{"algorithm_tech_name":"pores","crop":[0.5,0,0.6,1]}]}""", "body.masks.0.crop", "value_error" },
            { """{"image_id":"ID","masks":[{"algorithm_tech_name":"pores","crop":[0,0,0,1]}]}""", "body.masks.0.crop", "value_error" },
            {
                """{"image_id":"ID","masks":[{"algorithm_tech_name":"pores","crop":[0,-1,1,1]}]}""",
                "body.masks.0.crop.1",
                "greater_than_equal"
            },
            { """{"image_id":"ID","masks":[{"algorithm_tech_name":"pores","crop":[0,"a",1,1]}]}""", "body.masks.0.crop.1", "float_type" },
            { """{"image_id":"ID","masks":[{"algorithm_tech_name":"pores","legend":1}]}""", "body.masks.0.legend", "bool_type" },
            {
                """{"image_id":"ID","masks":[{"algorithm_tech_name":"pores","outline":"red"}]}""",
                "body.masks.0.outline",
                "model_attributes_type"
            },
            { """{"image_id":"ID","masks":[{"algorithm_tech_name":"pores","outline":{}}]}""", "body.masks.0.outline.color", "missing" },
            {
                """{"image_id":"ID","masks":[{"algorithm_tech_name":"pores","outline":{"color":"reddish"}}]}""",
                "body.masks.0.outline.color",
                "color_error"
            },
            {
                """{"image_id":"ID","masks":[{"algorithm_tech_name":"pores","outline":{"color":"red","width":0.06}}]}""",
                "body.masks.0.outline.width",
                "less_than_equal"
            },
            {
                """{"image_id":"ID","masks":[{"algorithm_tech_name":"pores","outline":{"color":"red","dash":1}}]}""",
                "body.masks.0.outline.dash",
                "extra_forbidden"
            },
            { """{"image_id":"ID","masks":[{"algorithm_tech_name":"pores","spotlight":"on"}]}""", "body.masks.0.spotlight", "enum" },
            {
                """{"image_id":"ID","masks":[{"algorithm_tech_name":"pores","layer":"overlay","format":"jpeg"}]}""",
                "body.masks.0.format",
                "value_error"
            },
            {
                """{"image_id":"ID","masks":[{"algorithm_tech_name":"pores","layer":"overlay","quality":50}]}""",
                "body.masks.0.quality",
                "value_error"
            },
            {
                """{"image_id":"ID","masks":[{"algorithm_tech_name":"pores","layer":"overlay","spotlight":"grey"}]}""",
                "body.masks.0.spotlight",
                "value_error"
            },
            {
                """{"image_id":"ID","masks":[{"algorithm_tech_name":"pores","format":"png","quality":50}]}""",
                "body.masks.0.quality",
                "value_error"
            },
            { """{"image_id":"ID","combine":1,"masks":[]}""", "body.combine", "bool_type" },
            {
                """
                    {"image_id":"ID","combine":true,"masks":[{"algorithm_tech_name":"pores"},
                    {"algorithm_tech_name":"lines","quality":50}]}
                    """,
                "body.masks.1",
                "value_error"
            },
            { "[]", "body", "model_attributes_type" },
            { "{", "body", "json_invalid" },
            { "", "body", "json_invalid" },
            { """{"image_id":"\ud800","masks":[]}""", "body.image_id", "string_unicode" },
        };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task A_mistake_is_named_by_place_and_type(string body, string place, string type)
    {
        var answer = await server.MasksAsync(body.Replace("ID", Id, StringComparison.Ordinal));
        answer.Status.ShouldBe(422, answer.Text);
        OpenApi.ShouldFit(answer.Json, "ValidationError");
        Places(answer).ShouldContain((place, type));
    }

    [Fact]
    public async Task Every_mistake_of_query_and_body_comes_at_once()
    {
        var answer = await server.SendAsync(
            "POST",
            "/service/rasterisation/v4/masks/?company_id=7&debug=1",
            TestServer.Json("""{"image_id":"x","masks":[{},{"algorithm_tech_name":"a","polyline_line_thickness":9}]}""")
        );
        answer.Status.ShouldBe(422);
        Places(answer)
            .ShouldBe([
                ("query.debug", "extra_forbidden"),
                ("query.company_id", "uuid_parsing"),
                ("body.image_id", "uuid_parsing"),
                ("body.masks.0.algorithm_tech_name", "missing"),
                ("body.masks.1.polyline_line_thickness", "less_than_equal"),
            ]);
        (await server.SendAsync("POST", "/service/rasterisation/v4/masks/", TestServer.Json("{}"))).Text.ShouldContain(
            """["query","company_id"],"msg":"Field required","type":"missing"""
        );
    }

    [Fact]
    public async Task More_than_a_hundred_masks_are_refused()
    {
        var masks = string.Join(',', Enumerable.Repeat("""{"algorithm_tech_name":"pores"}""", 101));
        var answer = await server.MasksAsync($$"""{"image_id":"{{Id}}","masks":[{{masks}}]}""");
        Places(answer).ShouldBe([("body.masks", "too_long")]);
        answer.Text.ShouldContain("at most 100 items after validation, not 101");
    }

    [Fact]
    public async Task A_body_over_a_mebibyte_is_413_with_and_without_a_length()
    {
        var large = new byte[(1 << 20) + 1];
        Array.Fill(large, (byte)' ');
        (await server.SendAsync("POST", server.MasksPath, new ByteArrayContent(large))).Status.ShouldBe(413);
        (
            await server.SendAsync(
                "POST",
                server.MasksPath,
                new StreamContent(new MemoryStream(large)),
                also: r => r.Headers.TransferEncodingChunked = true
            )
        ).Status.ShouldBe(413);
    }

    [Fact]
    public async Task Tokens_companies_and_images_that_are_not_there()
    {
        var body = $$"""{"image_id":"{{Id}}","masks":[{"algorithm_tech_name":"pores"}]}""";
        foreach (var token in new[] { "", "nonsense", "cutis_" + new string('a', 43) })
        {
            var refused = await server.MasksAsync(body, token);
            refused.Status.ShouldBe(401);
            refused.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer");
            OpenApi.ShouldFit(refused.Json, "Detail");
        }

        (
            await server.SendAsync("POST", $"/service/rasterisation/v4/masks/?company_id={Guid.NewGuid()}", TestServer.Json(body))
        ).Status.ShouldBe(403);
        var unknown = await server.MasksAsync(body.Replace(Id, Guid.NewGuid().ToString(), StringComparison.Ordinal));
        (unknown.Status, unknown.Text).ShouldBe((404, """{"detail":"Image not found"}"""));

        var erased = await server.UploadAsync(Photos.GreyPng);
        (await server.SendAsync("DELETE", $"{server.Company}/images/{erased}/")).Status.ShouldBe(204);
        var gone = await server.MasksAsync(body.Replace(Id, erased.ToString(), StringComparison.Ordinal));
        (gone.Status, gone.Text).ShouldBe((410, """{"detail":"Image erased"}"""));
    }

    [Fact]
    public async Task Other_methods_and_paths_are_told_so()
    {
        (await server.SendAsync("GET", server.MasksPath)).Status.ShouldBe(405);
        var nowhere = await server.SendAsync("GET", "/nowhere");
        (nowhere.Status, nowhere.Text).ShouldBe((404, """{"detail":"Not Found"}"""));
    }

    private static List<(string Place, string? Type)> Places(Answer answer) =>
        [
            .. answer
                .Json.GetProperty("detail")
                .EnumerateArray()
                .Select(d =>
                    (string.Join('.', d.GetProperty("loc").EnumerateArray().Select(l => l.ToString())), d.GetProperty("type").GetString())
                ),
        ];
}
