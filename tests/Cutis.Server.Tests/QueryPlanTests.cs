using System;
using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Cutis.Server.Tests;

/// <summary>
/// Every route that reads, asked on a server with something in it: what it asks the database is explained, and nothing goes through all
/// rows of a
/// table that grows. Routes are those that the server has, so that a new one is among them without being named.
/// </summary>
public sealed partial class QueryPlanTests(QueryPlanTests.UnlimitedServer unlimited) : IClassFixture<QueryPlanTests.UnlimitedServer>
{
    private readonly SubjectServer _server = unlimited.Server;

    private static readonly string[] Growing =
    [
        "images",
        "results",
        "subjects",
        "batches",
        "jobs",
        "pending_uploads",
        "webhook_deliveries",
        "issued_urls",
        "audit_events",
        "receipts",
    ];

    private static readonly string[] Queries =
    [
        "?ordering=name",
        "?ordering=-creation_time",
        "?q=a",
        "?page=2&page_size=1",
        "?dataset_id={dataset}",
        "?subject_id={subject}",
        "?batch_id={batch}",
        "?side_id=1",
    ];

    [Fact]
    public async Task No_read_goes_through_all_rows_of_a_table_that_grows()
    {
        var (dataset, subject) = await _server.AddSubjectAsync();
        var announced = await _server.AnnounceAsync(subject);
        (await _server.PutAsync(announced, Photos.GreyPng)).Status.ShouldBe(200);
        var (image, batch) = (announced.GetProperty("id").GetGuid(), announced.GetProperty("batch_id").GetString());
        await _server.PutResultAsync(image, "pores", """{"algorithm_tech_name":"pores"}""");

        var reads = Route.All(_server.Services).Where(r => r is { Method: "GET", Policy: not null }).ToList();
        reads.Count.ShouldBeGreaterThan(25);
        string Fill(string text) =>
            text.Replace("{dataset}", dataset, StringComparison.Ordinal)
                .Replace("{subject}", subject, StringComparison.Ordinal)
                .Replace("{batch}", batch, StringComparison.Ordinal);
        using var recorder = new CommandRecorder(_server.Data);
        foreach (var route in reads)
        {
            var path = (route with { Pattern = Fill(route.Pattern) }).Path($"{_server.Known.CompanyId}", image);
            foreach (var query in Queries.Prepend(""))
                (await _server.SendAsync("GET", path + Fill(query))).Status.ShouldNotBe(429, path);
        }

        // Masks are a POST that reads.
        await _server.MasksOfAsync(image, """[{"algorithm_tech_name":"pores"}]""");
        recorder.Commands.Count.ShouldBeGreaterThan(30);
        recorder.Commands.Keys.ShouldContain(text => text.Contains("\"results\""));
        recorder.Commands.Keys.ShouldContain(text => text.Contains("ORDER BY") && text.Contains("\"images\""));
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_server.Data, "cutis.db")};Mode=ReadOnly");
        connection.Open();
        // What is asked of an empty list is WHERE 0, which reads nothing.
        var asked = recorder.Commands.Where(c => !c.Key.Contains("WHERE 0", StringComparison.Ordinal));
        var scans = asked.SelectMany(c => Scans(connection, c.Key, c.Value)).ToList();
        scans.ShouldBeEmpty();
    }

    [Fact]
    public void A_scan_is_seen()
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_server.Data, "cutis.db")};Mode=ReadOnly");
        connection.Open();
        Scans(connection, """SELECT count(*) FROM "images" AS "i" WHERE "i"."name" = 'a'""", []).Count.ShouldBe(1);
        Scans(connection, """SELECT count(*) FROM "images" AS "i" WHERE "i"."id" = 'a'""", []).ShouldBeEmpty();
    }

    private static List<string> Scans(SqliteConnection connection, string text, IReadOnlyList<(string Name, object? Value)> parameters)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + text;
        foreach (var (name, value) in parameters)
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        var tables = Alias()
            .Matches(text)
            .Where(m => Growing.Contains(m.Groups["table"].Value))
            .Select(m => m.Groups["alias"].Value)
            .ToHashSet(StringComparer.Ordinal);
        var scans = new List<string>();
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var step = reader.GetString(3).Split(' ');
            if (step[0] == "SCAN" && tables.Contains(step[1]))
                scans.Add($"{reader.GetString(3)}: {text}");
        }

        return scans;
    }

    [GeneratedRegex("\"(?<table>[a-z_]+)\" AS \"(?<alias>[a-z0-9]+)\"", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Alias();

    /// <summary>A server that takes as many requests as there are.</summary>
    public sealed class UnlimitedServer : IAsyncLifetime
    {
        public SubjectServer Server { get; } = new();

        public Task InitializeAsync()
        {
            Server.Settings["RateLimit:PerMinute"] = "0";
            return Server.InitializeAsync();
        }

        public Task DisposeAsync() => Server.DisposeAsync();
    }

    /// <summary>Remembers what is asked of the database of a data folder.</summary>
    private sealed class CommandRecorder : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
    {
        private readonly string _folder;
        private readonly ConcurrentBag<IDisposable> _subscriptions = [];

        public CommandRecorder(string folder)
        {
            _folder = folder;
            _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));
        }

        public ConcurrentDictionary<string, List<(string Name, object? Value)>> Commands { get; } = new(StringComparer.Ordinal);

        public void Dispose()
        {
            foreach (var subscription in _subscriptions)
                subscription.Dispose();
        }

        public void OnNext(DiagnosticListener value)
        {
            if (value.Name == DbLoggerCategory)
                _subscriptions.Add(value.Subscribe(this));
        }

        public void OnNext(KeyValuePair<string, object?> value)
        {
            if (value.Value is not CommandEventData { Command: { } command } || value.Key != RelationalEventId.CommandExecuting.Name)
                return;
            if (command.CommandText.StartsWith("SELECT", StringComparison.Ordinal) && command.Connection!.DataSource.StartsWith(_folder))
                Commands.TryAdd(command.CommandText, [.. command.Parameters.Cast<DbParameter>().Select(p => (p.ParameterName, p.Value))]);
        }

        public void OnCompleted() { }

        public void OnError(Exception error) { }

        private const string DbLoggerCategory = "Microsoft.EntityFrameworkCore";
    }
}
