using System;
using System.Net.Http.Headers;
using System.Text;

namespace Cutis.Server.Tests;

/// <summary>Texts in JSON that are no texts: refused with the place, by every route that takes JSON.</summary>
public class BadTextTests(TestServer server) : IClassFixture<TestServer>
{
    /// <summary>How a text can be none: bytes between two quotes.</summary>
    private static readonly (byte[] Bytes, string Message)[] Bad =
    [
        ([0xFF], "is not valid UTF-8"),
        ([.. "abc"u8, 0xC3], "is not valid UTF-8"),
        ([0xC0, 0xAF], "is not valid UTF-8"),
        ([0xED, 0xA0, 0x80], "is not valid UTF-8"),
        ([.. "\\u00e9"u8, 0x80], "is not valid UTF-8"),
        ([.. "x\\ud800"u8], "has half a surrogate pair"),
        ([.. "\\uDC00x"u8], "has half a surrogate pair"),
        ([.. "\\ud83d\\n\\ude00"u8], "has half a surrogate pair"),
        ([.. "a\\u0000"u8], "has the character NUL"),
    ];

    [Theory]
    [InlineData("PUT", "images/{0}/results/acne/", """{"algorithm_tech_name":"acne","note":"@","masks_original":[]}""", "note")]
    [InlineData(
        "PUT",
        "images/{0}/results/acne/",
        """{"algorithm_tech_name":"acne","masks_original":[{},{"features":[{"@":1}]}]}""",
        "masks_original[1].features[0]"
    )]
    [InlineData("PUT", "images/{0}/results/acne/", """{"algorithm_tech_name":"acne","a":[1,[2,{"b":"x"},"@"]]}""", "a[1][2]")]
    [InlineData("PUT", "images/{0}/results/acne/", """{"algorithm_tech_name":"@"}""", "algorithm_tech_name")]
    [InlineData("PUT", "images/{0}/results/acne/", "\"@\"", "body")]
    [InlineData("POST", "images/{0}/compute/", """{"algorithms":["lines","@"]}""", "algorithms[1]")]
    [InlineData("POST", "images/{0}/compute/", """{"@":["lines"]}""", "body")]
    [InlineData("PATCH", "settings/", """{"analyse_uploads":"@"}""", "analyse_uploads")]
    [InlineData("PATCH", "settings/", """{"@":true}""", "body")]
    public async Task Api_routes_answer_400_and_name_the_field(string method, string path, string template, string field)
    {
        foreach (var (bytes, message) in Bad)
        {
            var answer = await server.SendAsync(
                method,
                $"{server.Company}/{string.Format(path, server.Known.DemoImageId)}",
                Body(template, bytes)
            );
            answer.Status.ShouldBe(400, answer.Text);
            answer.Json.GetProperty(field)[0].GetString()!.ShouldContain(message, customMessage: template);
        }
    }

    [Theory]
    [InlineData("v4/masks", """{"image_id":"@","masks":[]}""", "body image_id")]
    [InlineData(
        "v4/masks",
        """{"image_id":"i","masks":[{"algorithm_tech_name":"lines"},{"algorithm_tech_name":"@"}]}""",
        "body masks 1 algorithm_tech_name"
    )]
    [InlineData("v4/masks", """{"image_id":"i","masks":[{"@":1}]}""", "body masks 0")]
    [InlineData("v5/svg_masks", """{"image_id":"i","masks":[],"@":1}""", "body")]
    [InlineData(
        "v5/svg_masks",
        """{"image_id":"i","masks":[{"algorithm_tech_name":"lines","fill_override":["red","@"]}]}""",
        "body masks 0 fill_override 1"
    )]
    public async Task Service_routes_answer_422_with_the_location(string route, string template, string location)
    {
        foreach (var (bytes, message) in Bad)
        {
            var answer = await server.SendAsync(
                "POST",
                $"/service/rasterisation/{route}/?company_id={server.Known.CompanyId}",
                Body(template, bytes)
            );
            answer.Status.ShouldBe(422, answer.Text);
            var mistake = answer.Json.GetProperty("detail")[0];
            string.Join(' ', mistake.GetProperty("loc").EnumerateArray()).ShouldBe(location);
            mistake.GetProperty("msg").GetString()!.ShouldContain(message);
            mistake.GetProperty("type").GetString().ShouldBe("string_unicode");
        }
    }

    [Theory]
    [InlineData("POST", "images/?name=a%00b", "name", "Has the character NUL.")]
    [InlineData("GET", "images/?q=%00", "q", "Has the character NUL.")]
    [InlineData("POST", "images/?name=%ff", "name", "Is not valid UTF-8.")]
    [InlineData("POST", "images/?name=a%C3", "name", "Is not valid UTF-8.")]
    [InlineData("POST", "images/?name=%ED%A0%80", "name", "Is not valid UTF-8.")]
    [InlineData("GET", "images/?q=%c3%28", "q", "Is not valid UTF-8.")]
    public async Task What_is_no_text_in_the_query_is_400(string method, string path, string field, string message)
    {
        var answer = await server.SendAsync(
            method,
            $"{server.Company}/{path}",
            method == "POST" ? new ByteArrayContent(Photos.GreyPng) : null
        );
        answer.Status.ShouldBe(400, answer.Text);
        answer.Json.GetProperty(field)[0].GetString().ShouldBe(message);
    }

    [Theory]
    [InlineData("%C3%BC+100%25", "ü 100%")]
    [InlineData("100%", "100%")]
    [InlineData("%zz%F0%9F%98%80", "%zz😀")]
    public async Task Text_in_the_query_is_taken_and_kept(string encoded, string text)
    {
        var answer = await server.SendAsync("POST", $"{server.Company}/images/?name={encoded}", new ByteArrayContent(Photos.GreyPng));
        answer.Status.ShouldBe(201, answer.Text);
        answer.Json.GetProperty("name").GetString().ShouldBe(text);
    }

    [Fact]
    public async Task Texts_of_any_language_and_pairs_written_as_escapes_are_taken_and_kept()
    {
        var result =
            """{"algorithm_tech_name":"acne","area_results":"""
            + """[{"area_name":"face","main_metric":"""
            + """{"name":"\ud83d\ude00 \u00e4 \\ud800 肌 \"\u0001","tech_name":"x","value":1}}]}""";
        var put = await server.SendAsync(
            "PUT",
            $"{server.Company}/images/{server.Known.DemoImageId}/results/acne/",
            TestServer.Json(result)
        );
        put.Status.ShouldBe(200, put.Text);
        var stored = (await server.SendAsync("GET", $"{server.Company}/images/{server.Known.DemoImageId}/results/acne/")).Json;
        stored
            .GetProperty("area_results")[0]
            .GetProperty("main_metric")
            .GetProperty("name")
            .GetString()
            .ShouldBe("😀 ä \\ud800 肌 \"\u0001");
    }

    private static ByteArrayContent Body(string template, byte[] bad)
    {
        var at = template.IndexOf('@', StringComparison.Ordinal);
        return new ByteArrayContent([.. Encoding.UTF8.GetBytes(template[..at]), .. bad, .. Encoding.UTF8.GetBytes(template[(at + 1)..])])
        {
            Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
        };
    }
}
