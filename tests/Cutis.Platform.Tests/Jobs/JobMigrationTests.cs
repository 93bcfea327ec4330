using System;
using System.Text;
using Cutis.Platform.Analysis;
using Cutis.Platform.Configuration;
using Cutis.Platform.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Tests.Jobs;

/// <summary>Analyses that an older version has queued, begun and done are jobs of this one.</summary>
public sealed class JobMigrationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cutis-migration-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Rows_of_analyses_are_moved_over_whole()
    {
        var connection = $"Data Source={Path.Combine(_folder, "cutis.db")};Pooling=False";
        var (company, image) = (Guid.NewGuid(), Guid.NewGuid());
        var (queued, done) = (Guid.NewGuid(), Guid.NewGuid());
        await using (var db = new SqliteConnection(connection))
        {
            await db.OpenAsync();
            foreach (var name in new[] { "0001_first.sql", "0002_analysis.sql", "0003_installation.sql" })
                await RunAsync(db, Encoding.UTF8.GetString(Embedded.Own.Read($"migrations/{name}")!));
            await RunAsync(
                db,
                $"""
                CREATE TABLE schema_versions (name TEXT NOT NULL PRIMARY KEY);
                INSERT INTO schema_versions VALUES ('0001_first.sql'), ('0002_analysis.sql'), ('0003_installation.sql');
                INSERT INTO companies (id, name, created_at) VALUES ('{company}', 'c', 0);
                INSERT INTO images (id, company_id, name, created_at, original) VALUES ('{image}', '{company}', 'i', 0, 'null');
                INSERT INTO analysis_jobs VALUES
                    ('{queued}', '{company}', '{image}', '["lines","a\u0022b"]', 'queued', 0, 1000, 2000, NULL, NULL, NULL, NULL,
                        '[]', NULL),
                    ('{done}', '{company}', '{image}', '[]', 'failed', 3, 1000, 2000, 3000, 4000, 5000, 'w', '["faces"]', 'why');
                """
            );
        }

        Migrator.Run(connection);
        await using var context = new CutisDb(
            new DbContextOptionsBuilder<CutisDb>().UseSqlite(connection).Options,
            new CurrentCompany { Id = company }
        );
        var rows = await context.Jobs.AsNoTracking().ToDictionaryAsync(j => j.Id);
        rows.Values.ShouldAllBe(j => j.Kind == "analysis" && j.CompanyId == company && j.DeduplicationKey == null);
        var first = AnalysisJob.Read(rows[queued]);
        (first.ImageId, first.State, first.Attempts, first.StartedAt, first.Error).ShouldBe((image, "queued", 0, null, null));
        first.Algorithms.ShouldBe(["lines", "a\"b"]);
        (first.CreatedAt, rows[queued].AvailableAt).ShouldBe((At(1), At(2)));
        var second = AnalysisJob.Read(rows[done]);
        (second.State, second.Attempts, second.StartedAt, second.FinishedAt, second.Error).ShouldBe(("failed", 3, At(3), At(4), "why"));
        (rows[done].LeaseUntil, rows[done].LeaseOwner).ShouldBe((At(5), "w"));
        second.Steps.ShouldBe(["faces"]);
        second.Algorithms.ShouldBeEmpty();
        AnalysisJob.WritePayload(["lines"]).ShouldBe("""{"algorithms":["lines"]}""");
    }

    private static DateTimeOffset At(int seconds) => DateTimeOffset.FromUnixTimeSeconds(seconds);

#pragma warning disable CA2100 // Scripts of our own.
    private static async Task RunAsync(SqliteConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
#pragma warning restore CA2100
}
