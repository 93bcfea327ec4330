using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Cutis.Server.Tests;

/// <summary>When the database refuses a record, nothing of it is left, in rows or in files.</summary>
public class FailedWriteTests : TestServer
{
    public FailedWriteTests() => Settings["Analysis:Attempts"] = "1";

    private void Refuse(string table, string when)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(Data, "cutis.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Of this file.
        command.CommandText = $"CREATE TRIGGER refuse BEFORE INSERT ON {table} WHEN {when} BEGIN SELECT RAISE(ABORT, 'refused'); END";
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    [Fact]
    public async Task An_analysis_is_stored_whole_or_not_at_all()
    {
        var photo = File.ReadAllBytes(Path.Combine(OpenApi.Root, "src/Cutis.Platform/Demo/photo.jpg"));
        var image = await UploadAsync(photo);
        Refuse("results", "NEW.algorithm = 'redness'");
        await SendAsync("POST", $"{Company}/images/{image}/compute/", Json("""{"algorithms":["quality","redness","skin_tone"]}"""));
        JsonElement job = default;
        for (var i = 0; i < 1200 && (i == 0 || job.GetProperty("status").GetString() is "queued" or "running"); i++)
        {
            await Task.Delay(100);
            job = (await SendAsync("GET", $"{Company}/images/{image}/compute/")).Json;
        }

        job.GetProperty("status").GetString().ShouldBe("failed");
        (await SendAsync("GET", $"{Company}/images/{image}/results/")).Json.GetArrayLength().ShouldBe(0);
        (await SendAsync("GET", $"{Company}/images/{image}/")).Json.GetProperty("restored").ValueKind.ShouldBe(JsonValueKind.Null);
        UsedDataFolder.Ask(Data, "SELECT count(*) FROM images WHERE faces IS NOT NULL").ShouldBe(0);
    }

    [Fact]
    public async Task An_upload_that_cannot_be_recorded_leaves_no_photo()
    {
        Refuse("images", "1");
        var before = UsedDataFolder.ObjectNames(Data);
        var answer = await SendAsync("POST", $"{Company}/images/", new ByteArrayContent(Photos.Png(77, 55, 9)));
        answer.Status.ShouldBe(409, answer.Text);
        UsedDataFolder.ObjectNames(Data).ShouldBe(before, ignoreOrder: true);
    }

    [Fact]
    public async Task An_upload_whose_analysis_cannot_be_queued_is_no_upload()
    {
        (await SendAsync("PATCH", $"{Company}/settings/", Json("""{"analyse_uploads":true}"""))).Status.ShouldBe(200);
        Refuse("jobs", "1");
        var before = UsedDataFolder.ObjectNames(Data);
        var answer = await SendAsync("POST", $"{Company}/images/?name=refused", new ByteArrayContent(Photos.Png(77, 55, 9)));
        answer.Status.ShouldBe(409, answer.Text);
        UsedDataFolder.Ask(Data, "SELECT count(*) FROM images WHERE name = 'refused'").ShouldBe(0);
        UsedDataFolder.ObjectNames(Data).ShouldBe(before, ignoreOrder: true);
    }
}
