using System;
using System.Globalization;
using System.Text.Json;

namespace Cutis.Server.Tests;

/// <summary>A metric of a person over time, with what is to be kept in mind.</summary>
public class TrendTests(SubjectServer server) : IClassFixture<SubjectServer>
{
    private async Task AddAsync(
        string subject,
        int day,
        string value,
        string version = "1",
        string problems = "[]",
        int side = 1,
        string extra = ""
    )
    {
        var image = await server.UploadAsync(
            subject,
            Photos.GreyJpeg,
            string.Create(CultureInfo.InvariantCulture, $$"""{"creation_time":"2026-01-0{{day}}T10:00:00Z","side_id":{{side}}}""")
        );
        await server.PutResultAsync(
            Guid.Parse(image),
            "moles",
            $$"""
            {"algorithm_tech_name":"moles","feedback":{"algorithm_version":{{version}}},"area_results":[{"area_name":"face",
             "main_metric":{"name":"Score","tech_name":"score","value":{{value}},"widget_type":null},
             "sub_metrics":[{"name":"Count","tech_name":"count","value":7,"widget_type":null}{{extra}}]}]}
            """
        );
        await server.PutResultAsync(
            Guid.Parse(image),
            "quality",
            $$"""{"algorithm_tech_name":"quality","area_results":[],"problems":{{problems}}}"""
        );
    }

    private async Task<JsonElement> TrendAsync(string subject, string query)
    {
        var answer = await server.SendAsync("GET", $"{server.Company}/subjects/{subject}/trend/?{query}");
        answer.Status.ShouldBe(200, answer.Text);
        OpenApi.ShouldFit(answer.Json, "Trend");
        return answer.Json;
    }

    [Fact]
    public async Task Photos_come_in_the_order_of_their_time_with_what_differs()
    {
        var (_, subject) = await server.AddSubjectAsync();
        await AddAsync(subject, 2, "80");
        await AddAsync(subject, 1, "70.5");
        await AddAsync(subject, 3, "null", problems: """["too_dark","head_turned"]""");
        await AddAsync(subject, 4, "90", version: "2", side: 2);
        var trend = await TrendAsync(subject, "algorithm=moles");
        trend.GetProperty("metric_tech_name").GetString().ShouldBe("score");
        trend.GetProperty("repeatability").ValueKind.ShouldBe(JsonValueKind.Null);
        var points = trend.GetProperty("points").EnumerateArray().ToArray();
        points.Select(p => p.GetProperty("value").GetRawText()).ShouldBe(["70.5", "80", "null", "90"]);
        points
            .Select(p => string.Join(' ', p.GetProperty("differences").EnumerateArray().Select(d => d.GetString())))
            .ShouldBe(["", "", "light", "side algorithm_version"]);
        points[2].GetProperty("problems").GetArrayLength().ShouldBe(2);
        (await TrendAsync(subject, "algorithm=moles&side_id=2")).GetProperty("points").GetArrayLength().ShouldBe(1);
        var counts = await TrendAsync(subject, "algorithm=moles&metric=count");
        counts.GetProperty("points")[0].GetProperty("value").GetDouble().ShouldBe(7);
        var none = await TrendAsync(subject, "algorithm=pores");
        (none.GetProperty("points").GetArrayLength(), none.GetProperty("metric_name").ValueKind).ShouldBe((0, JsonValueKind.Null));
    }

    [Fact]
    public async Task The_least_certain_photo_says_how_far_values_of_the_same_skin_differ()
    {
        static string Uncertain(string value) => $$""",{"name":"±","tech_name":"score_uncertainty","value":{{value}},"widget_type":null}""";
        var (_, subject) = await server.AddSubjectAsync();
        await AddAsync(subject, 1, "70", extra: Uncertain("3.92"));
        await AddAsync(subject, 2, "80", extra: Uncertain("1.96"));
        await AddAsync(subject, 3, "75");
        (await TrendAsync(subject, "algorithm=moles")).GetProperty("repeatability").GetDouble().ShouldBe(2, 0.001);
        (await TrendAsync(subject, "algorithm=moles&metric=count")).GetProperty("repeatability").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Theory]
    [InlineData("", "algorithm")]
    [InlineData("algorithm=a%20b", "algorithm")]
    [InlineData("algorithm=moles&side_id=4&x=1", "side_id x")]
    public async Task A_question_that_is_wrong_names_its_parameters(string query, string fields)
    {
        var (_, subject) = await server.AddSubjectAsync();
        var answer = await server.SendAsync("GET", $"{server.Company}/subjects/{subject}/trend/?{query}");
        answer.Status.ShouldBe(400, answer.Text);
        string.Join(' ', answer.Json.EnumerateObject().Select(p => p.Name).Order()).ShouldBe(fields);
    }
}
