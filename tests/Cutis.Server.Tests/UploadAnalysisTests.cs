namespace Cutis.Server.Tests;

/// <summary>Uploads of a company that wants all of them analysed: what the answer says of the analysis.</summary>
public class UploadAnalysisTests : TestServer
{
    private async Task<Answer> UploadAsync()
    {
        (await SendAsync("PATCH", $"{Company}/settings/", Json("""{"analyse_uploads":true}"""))).Status.ShouldBe(200);
        var answer = await SendAsync("POST", $"{Company}/images/", new ByteArrayContent(Photos.GreyPng));
        answer.Status.ShouldBe(201, answer.Text);
        OpenApi.ShouldFit(answer.Json, "Image");
        return answer;
    }

    [Fact]
    public async Task An_upload_says_that_its_analysis_is_queued_and_other_answers_say_nothing_of_it()
    {
        var plain = await SendAsync("POST", $"{Company}/images/", new ByteArrayContent(Photos.GreyPng));
        plain.Json.TryGetProperty("analysis", out _).ShouldBeFalse(plain.Text);
        var answer = await UploadAsync();
        answer.Json.GetProperty("analysis").GetString().ShouldBe("queued");
        var image = $"{Company}/images/{answer.Json.GetProperty("id").GetGuid()}/";
        (await SendAsync("GET", $"{image}compute/")).Status.ShouldBe(200);
        (await SendAsync("GET", image)).Json.TryGetProperty("analysis", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task An_upload_whose_analysis_finds_the_queue_full_is_stored_and_says_so()
    {
        Settings["Analysis:CompanyQueue"] = "0";
        await RestartAsync();
        var answer = await UploadAsync();
        answer.Json.GetProperty("analysis").GetString().ShouldBe("queue_full");
        var image = $"{Company}/images/{answer.Json.GetProperty("id").GetGuid()}/";
        (await SendAsync("GET", image)).Status.ShouldBe(200);
        (await SendAsync("GET", $"{image}compute/")).Status.ShouldBe(404);
        // What the client can do about it, when there is room again.
        (await SendAsync("POST", $"{image}compute/")).Status.ShouldBe(429);
        Settings["Analysis:CompanyQueue"] = "10";
        await RestartAsync();
        (await SendAsync("POST", $"{image}compute/")).Status.ShouldBe(202);
    }
}
