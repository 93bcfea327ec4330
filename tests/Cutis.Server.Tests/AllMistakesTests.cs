using System.Text.Json;

namespace Cutis.Server.Tests;

/// <summary>Every mistake of a body is answered at once, by its field.</summary>
public sealed class AllMistakesTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task Of_settings()
    {
        var answer = await server.SendAsync(
            "PATCH",
            $"{server.Company}/settings/",
            TestServer.Json("""{"colour":1,"analyse_uploads":"yes","theme":null}""")
        );
        answer.Status.ShouldBe(400, answer.Text);
        Fields(answer)
            .ShouldBe(["analyse_uploads: Must be true or false.", "colour: Is not a known setting.", "theme: Is not a known setting."]);
        var now = await server.SendAsync("GET", $"{server.Company}/settings/");
        now.Json.GetProperty("analyse_uploads").GetBoolean().ShouldBeFalse("nothing of it was taken");
    }

    [Fact]
    public async Task Of_an_analysis()
    {
        var answer = await server.SendAsync(
            "POST",
            $"{server.Company}/images/{server.Known.DemoImageId}/compute/",
            TestServer.Json("""{"algorithms":["lines","nope",7],"priority":1}""")
        );
        answer.Status.ShouldBe(400, answer.Text);
        Fields(answer)
            .ShouldBe(["algorithms: \"nope\" is not a known algorithm. \"7\" is not a known algorithm.", "priority: Is not a known key."]);
    }

    private static string[] Fields(Answer answer) =>
        [
            .. answer
                .Json.EnumerateObject()
                .Select(field => $"{field.Name}: {string.Join(' ', field.Value.EnumerateArray().Select(text => text.GetString()))}")
                .Order(StringComparer.Ordinal),
        ];
}
