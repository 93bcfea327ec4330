namespace Cutis.Server.Tests;

/// <summary>Segments of dots, which clients make of names and the framework resolves.</summary>
public class PlainPathTests : TestServer
{
    [Theory]
    [InlineData("..")]
    [InlineData("%2e%2e")]
    [InlineData("%2E.")]
    [InlineData(".%2e")]
    [InlineData(".")]
    public async Task A_segment_of_dots_is_400_and_erases_nothing(string name)
    {
        var image = $"{Company}/images/{Known.DemoImageId}/";
        var address = new Uri(
            Client.BaseAddress!.GetLeftPart(UriPartial.Authority) + $"{image}results/{name}/",
            new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }
        );
        using var request = new HttpRequestMessage(HttpMethod.Delete, address);
        request.Headers.Authorization = new("Bearer", Known.PrivateToken);
        using var answer = await Client.SendAsync(request);
        ((int)answer.StatusCode).ShouldBe(400, await answer.Content.ReadAsStringAsync());
        (await SendAsync("GET", image)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Dots_within_a_segment_are_nothing_special() =>
        (await SendAsync("GET", $"{Company}/images/{Known.DemoImageId}/results/a..b/?x=/../")).Status.ShouldNotBe(400);
}
