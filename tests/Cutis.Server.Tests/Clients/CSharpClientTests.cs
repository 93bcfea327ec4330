using System;
using System.Text.Json;
using System.Text.RegularExpressions;
using Cutis.Client;

namespace Cutis.Server.Tests.Clients;

/// <summary>The client for C# against a running server.</summary>
[Collection(ClientTests.Name)]
public sealed partial class CSharpClientTests(ClientServer server) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cutis-client-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_quick_start_of_the_readme_gives_pictures()
    {
        var readme = await File.ReadAllTextAsync(Path.Combine(OpenApi.Root, "clients/csharp/README.md"));
        var quickStart = CodeBlock().Match(readme).Groups["code"].Value;
        quickStart.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBeLessThanOrEqualTo(11);
        var source = $"""
            using Cutis.Client;
            var password = "{server.Known.Password}";
            {quickStart.Replace("http://127.0.0.1:5080", server.Url.AbsoluteUri, StringComparison.Ordinal)}
            """;
        await File.WriteAllBytesAsync(Path.Combine(_folder, "selfie.jpg"), ClientServer.Face);
        var said = await GuideTests.StartAsync(_folder, [], "dotnet", CSharpProgram.Compile(source, _folder));
        foreach (var mask in new[] { "lines", "redness", "acne" })
        {
            said.ShouldMatch($"(?m)^{mask}: [0-9.]+$");
            Photos.Size(await File.ReadAllBytesAsync(Path.Combine(_folder, $"{mask}.jpg"))).ShouldBe(Photos.Size(ClientServer.Face));
        }
    }

    [Fact]
    public async Task A_photo_of_a_subject_goes_by_its_signed_url_and_tells_its_faces()
    {
        using var cutis = new CutisClient(server.Url, server.Known.CompanyId, server.Known.PrivateToken);
        var dataset = await cutis.Api.AddDatasetAsync(cutis.Company, new NewDataset { Name = "C#" });
        var subject = await cutis.Api.AddSubjectAsync(cutis.Company, dataset.Id, new NewSubject { Name = "s", Meta = new { arm = "B" } });
        using var photo = new MemoryStream(ClientServer.Face);
        var time = new DateTimeOffset(2025, 2, 27, 3, 40, 28, TimeSpan.Zero);
        var about = new SignedUpload { Name = "f.jpg", CreationTime = time };
        var image = await cutis.UploadAsync(subject.Id, photo, about);
        (await cutis.AnalyseAsync(image.Id, ["quality"])).Faces.ShouldBe(1);
        var shown = await cutis.Api.GetImageAsync(cutis.Company, image.Id);
        shown.CreationTime.ShouldBe(time);
        shown.QualityScore.ShouldBeOfType<JsonElement>().GetDouble().ShouldBeInRange(0, 100);
        (await cutis.DownloadAsync(shown.Urls.Original!)).ShouldBe(ClientServer.Face);
        // What is not set is not sent: the rest of the subject stays.
        var changed = await cutis.Api.ChangeSubjectAsync(cutis.Company, dataset.Id, subject.Id, new SubjectChange { Name = "t" });
        changed.Name.ShouldBe("t");
        changed.Meta.ShouldNotBeNull().ToString().ShouldBe("""{"arm":"B"}""");
        using var grey = new MemoryStream(Photos.Jpeg(640, 480));
        var faceless = await cutis.UploadAsync(grey);
        (await cutis.AnalyseAsync(faceless.Id)).Faces.ShouldBe(0);
    }

    [Fact]
    public async Task Mistakes_are_exceptions_that_say_what_is_wrong()
    {
        await Should.ThrowAsync<ApiException>(() => CutisClient.LogInAsync(server.Url, server.Known.Email, "wrong"));
        using var cutis = new CutisClient(server.Url, server.Known.CompanyId, server.Known.PrivateToken);
        var wrong = await Should.ThrowAsync<ApiException<FieldErrors>>(() =>
            cutis.Api.AddDatasetAsync(cutis.Company, new NewDataset { Name = "" })
        );
        wrong.Result.AdditionalProperties.Keys.ShouldBe(["name"]);
        var missing = await Should.ThrowAsync<ApiException<Detail>>(() => cutis.Api.GetImageAsync(cutis.Company, Guid.NewGuid()));
        missing.StatusCode.ShouldBe(404);
        var request = new MaskRequest { ImageId = Guid.NewGuid(), Masks = [new MaskOptions { PolylineLineThickness = 7 }] };
        var invalid = await Should.ThrowAsync<ApiException<ValidationError>>(() => cutis.MasksAsync(request));
        invalid.Result.Detail.ShouldContain(mistake => mistake.Loc.Any(part => part.ToString() == "polyline_line_thickness"));
        var expired = new Uri(
            server.Url,
            $"files/companies/{cutis.Company}/images/{Guid.NewGuid()}/masked/a/b.jpg?expires=1&kid=a&signature=b"
        );
        (await Should.ThrowAsync<ApiException>(() => cutis.DownloadAsync(expired))).StatusCode.ShouldBe(403);
    }

    [Fact]
    public async Task A_session_is_refreshed_once_however_many_calls_wait_for_it()
    {
        var clock = new TestClock { Now = server.Clock.Now };
        using var cutis = await CutisClient.LogInAsync(server.Url, server.Known.Email, server.Known.Password, clock);
        for (var hour = 0; hour < 3; hour++)
        {
            clock.Now += TimeSpan.FromHours(1);
            // A refresh token that comes twice ends the session: all of these would fail then.
            await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => cutis.Api.ListImagesAsync(cutis.Company)));
        }
    }

    [GeneratedRegex("```csharp\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex CodeBlock();
}
