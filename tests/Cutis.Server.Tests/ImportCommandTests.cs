using System;
using System.Text.Json.Nodes;

namespace Cutis.Server.Tests;

/// <summary><c>./run import FOLDER</c>: photos with the answers of another server.</summary>
public sealed class ImportCommandTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("cutis-import-data-").FullName;
    private readonly string _folder = Directory.CreateTempSubdirectory("cutis-import-").FullName;

    public void Dispose()
    {
        Directory.Delete(_data, recursive: true);
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<(int Code, string Output)> ImportAsync()
    {
        using var process = new ServerProcess(_data, "import", _folder);
        return (await process.ExitAsync(), process.Output);
    }

    [Fact]
    public async Task A_folder_of_photos_and_answers_is_imported_and_what_is_refused_is_named()
    {
        (await ImportAsync()).ShouldSatisfyAllConditions(
            r => r.Code.ShouldBe(1),
            r => r.Output.ShouldContain("There is no photo with results")
        );
        File.WriteAllBytes(Path.Combine(_folder, "one.jpg"), GraceHopper.Photo);
        File.WriteAllBytes(Path.Combine(_folder, "one.restored.jpg"), GraceHopper.Restored);
        File.WriteAllText(Path.Combine(_folder, "one.json"), RealResults.Items.ToJsonString());
        File.WriteAllBytes(Path.Combine(_folder, "alone.jpg"), GraceHopper.Photo);
        (await ImportAsync()).ShouldSatisfyAllConditions(r => r.Code.ShouldBe(1), r => r.Output.ShouldContain("start the server first"));

        using var server = new ServerProcess(_data);
        var (client, known) = await server.ReadyAsync();
        using var held = client;
        var (code, output) = await ImportAsync();
        code.ShouldBe(0, output);
        output.ShouldContain($"with {RealResults.Items.Count} results.");
        output.ShouldNotContain("alone");
        var images = $"/api/v1/companies/{known.CompanyId}/images/";
        var found = JsonNode.Parse(await client.GetStringAsync(images + "?q=one"))!["results"]!.AsArray().ShouldHaveSingleItem()!;
        found["restored"]!["width"].ShouldNotBeNull();
        JsonNode.Parse(await client.GetStringAsync($"{images}{found["id"]}/results/"))!.AsArray().Count.ShouldBe(RealResults.Items.Count);

        File.WriteAllText(Path.Combine(_folder, "one.json"), """[{"result":{"algorithm_tech_name":"pores"}},{"result":41.0}]""");
        (code, output) = await ImportAsync();
        code.ShouldBe(1, output);
        output.ShouldContain("item 1 () was refused: result: The result must be an object.");
        output.ShouldContain("1 of 1 were not imported whole.");
    }
}
