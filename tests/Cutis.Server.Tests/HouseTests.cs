using System;
using System.Reflection;
using Cutis.Platform.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cutis.Server.Tests;

/// <summary>Rules of the house that a compiler does not hold.</summary>
public class HouseTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public void The_readme_lists_every_setting_with_its_default()
    {
        var readme = File.ReadAllText(Path.Combine(OpenApi.Root, "README.md"));
        var table = SettingsTable.Write();
        var (start, end) = (
            readme.IndexOf("<!-- settings -->", StringComparison.Ordinal),
            readme.IndexOf("<!-- /settings -->", StringComparison.Ordinal)
        );
        if (Environment.GetEnvironmentVariable("CUTIS_ACCEPT") == "1")
            File.WriteAllText(Path.Combine(OpenApi.Root, "README.md"), readme[..start] + "<!-- settings -->\n" + table + readme[end..]);
        else
            readme[(start + 18)..end].ShouldBe(table);
    }

    [Fact]
    public async Task Every_row_of_a_company_is_filtered_by_the_company()
    {
        await using var scope = server.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CutisDb>();
        foreach (var entity in db.Model.GetEntityTypes().Where(e => typeof(IOfCompany).IsAssignableFrom(e.ClrType)))
            entity.GetDeclaredQueryFilters().ShouldNotBeEmpty(entity.Name);
        (await db.Images.CountAsync()).ShouldBe(0, "without a company nothing is seen");
        (await db.Images.IgnoreQueryFilters().CountAsync()).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task The_scripts_make_the_tables_that_the_model_expects()
    {
        await using var scope = server.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CutisDb>();
        await using var real = new SqliteConnection(db.Database.GetConnectionString());
        await using var model = new SqliteConnection("Data Source=:memory:");
        await real.OpenAsync();
        await model.OpenAsync();
        await using (var create = model.CreateCommand())
        {
            create.CommandText = db.Database.GenerateCreateScript();
            await create.ExecuteNonQueryAsync();
        }

        Columns(real).Where(c => !c.StartsWith("schema_versions", StringComparison.Ordinal)).ShouldBe(Columns(model));

        static List<string> Columns(SqliteConnection connection)
        {
            using var command = connection.CreateCommand();
            command.CommandText =
                "SELECT t.name || '.' || c.name || ' ' || c.type || (CASE c.\"notnull\" WHEN 1 THEN ' not "
                + "null' ELSE '' END) FROM sqlite_master t JOIN pragma_table_info(t.name) c WHERE t.type = "
                + "'table' AND t.name NOT LIKE 'sqlite%' ORDER BY 1";
            using var reader = command.ExecuteReader();
            var columns = new List<string>();
            while (reader.Read())
                columns.Add(reader.GetString(0));
            return columns;
        }
    }

    [Fact]
    public void Secrets_are_stored_as_hashes_and_files_are_private()
    {
        var path = Path.Combine(server.Data, "credentials.json");
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        foreach (var file in Directory.EnumerateFiles(server.Data, "cutis.db*"))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            var text = System.Text.Encoding.Latin1.GetString(bytes);
            text.ShouldNotContain(server.Known.PrivateToken);
            text.ShouldNotContain(server.Known.Password);
        }
    }

    [Fact]
    public async Task Health_answers_without_a_token()
    {
        (await server.SendAsync("GET", "/health/live", token: "")).Text.ShouldBe("ok");
        (await server.SendAsync("GET", "/health/ready", token: "")).Text.ShouldBe("ok");
    }

    [Fact]
    public async Task A_request_id_is_made_or_taken_over()
    {
        (await server.SendAsync("GET", "/health/live", token: "")).Headers.GetValues("X-Request-Id").Single().Length.ShouldBe(32);
        (await server.SendAsync("GET", "/nowhere", token: "", also: r => r.Headers.Add("X-Request-Id", "abc-1")))
            .Headers.GetValues("X-Request-Id")
            .ShouldBe(["abc-1"]);
        (await server.SendAsync("GET", "/health/live", token: "", also: r => r.Headers.Add("X-Request-Id", "a b")))
            .Headers.GetValues("X-Request-Id")
            .Single()
            .Length.ShouldBe(32);
    }
}
