using System;
using System.Text.Json;
using Cutis.Platform.Privacy;
using Microsoft.Data.Sqlite;

namespace Cutis.Server.Tests;

/// <summary>kill -9 while images are erased: each erased image has its receipt, and each receipt its erased image.</summary>
public sealed class ReceiptKillTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("cutis-receipts-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task Neither_an_erasure_nor_its_receipt_is_lost_and_the_command_verifies_the_chain()
    {
        var random = new Random(11);
        for (var round = 0; round < 3; round++)
        {
            using var process = new ServerProcess(_data);
            var (client, known) = await process.ReadyAsync();
            using (client)
            {
                var path = $"/api/v1/companies/{known.CompanyId}/images/";
                var images = new List<string>();
                for (var i = 0; i < 12; i++)
                {
                    using var body = new ByteArrayContent(Photos.Png(4, 4, (byte)i));
                    var upload = await client.PostAsync(path, body);
                    images.Add(JsonDocument.Parse(await upload.Content.ReadAsByteArrayAsync()).RootElement.GetProperty("id").GetString()!);
                }

                var erasing = images.ConvertAll(image => EraseAsync(client, $"{path}{image}/"));
                await Task.WhenAny(erasing);
                await Task.Delay(random.Next(0, 30));
                process.Kill();
                await Task.WhenAll(erasing);
            }
        }

        var (erased, receipts) = Read();
        erased.Count.ShouldBeGreaterThan(2);
        receipts.Order(StringComparer.Ordinal).ShouldBe(erased.Order(StringComparer.Ordinal));
        using (var verify = new ServerProcess(_data, "receipts", "verify"))
        {
            (await verify.ExitAsync()).ShouldBe(0, verify.Output);
            verify.Output.ShouldContain($"{receipts.Count} receipts are right");
        }

        Execute("UPDATE receipts SET kind = 'batch' WHERE number = 2");
        using (var verify = new ServerProcess(_data, "receipts", "verify"))
        {
            (await verify.ExitAsync()).ShouldBe(1);
            verify.Output.ShouldContain("was altered");
        }

        Execute("DELETE FROM receipts WHERE number = 2");
        using (var verify = new ServerProcess(_data, "receipts", "verify"))
        {
            (await verify.ExitAsync()).ShouldBe(1);
            verify.Output.ShouldContain("number 3");
        }
    }

    private static async Task EraseAsync(HttpClient client, string path)
    {
        try
        {
            await client.DeleteAsync(path);
        }
        catch (HttpRequestException)
        {
            // The server was killed.
        }
    }

    private (List<string> Erased, List<string> Receipts) Read()
    {
        var receipts = Query("SELECT jws FROM receipts")
            .ConvertAll(jws =>
            {
                using var statement = JsonDocument.Parse(Jws.Parse(jws)!.Payload);
                return statement.RootElement.GetProperty("erased").GetProperty("images").GetProperty("list")[0].GetString()!;
            });
        return (Query("SELECT id FROM images WHERE erased_at IS NOT NULL"), receipts);
    }

    private List<string> Query(string sql)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Statements of this test.
        command.CommandText = sql;
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        var found = new List<string>();
        while (reader.Read())
            found.Add(reader.GetString(0));
        return found;
    }

    private void Execute(string sql) => Query(sql);

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(_data, "cutis.db")};Pooling=False");
        connection.Open();
        return connection;
    }
}
