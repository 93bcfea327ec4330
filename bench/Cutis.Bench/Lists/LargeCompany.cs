using System;
using Microsoft.Data.Sqlite;

namespace Cutis.Bench.Lists;

/// <summary>
/// Fills a database with copies of one image that was really uploaded and analysed, each in a batch of its own, ten to a subject, with ten
/// results each.
/// </summary>
internal sealed class LargeCompany(string data, string image)
{
    /// <summary>Results of each image: as many as algorithms are enabled.</summary>
    public static int ResultsOfEach => Place.Algorithms.Count;

    private const int ImagesOfSubject = 10;

    // A sixth of an hour apart, so that a hundred thousand are two years.
    private static readonly TimeSpan Apart = TimeSpan.FromMinutes(10);

    private readonly List<(string Subject, string Batch, string Image)> _images = [];

    /// <summary>All images that were added, with the subject and the batch of each.</summary>
    public IReadOnlyList<(string Subject, string Batch, string Image)> Images => _images;

    /// <summary>Adds images.</summary>
    public void Fill(int count)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(data, "cutis.db")}");
        connection.Open();
        Run(connection, "PRAGMA synchronous = OFF");
        var (subject, batch) = Find(connection);
        using (var transaction = connection.BeginTransaction())
        {
            using var subjects = new RowCopy(connection, "subjects", "id = $of", ["id", "name", "created_at"], subject);
            using var batches = new RowCopy(connection, "batches", "id = $of", ["id", "subject_id", "created_at", "creation_time"], batch);
            using var images = new RowCopy(
                connection,
                "images",
                "id = $of",
                ["id", "subject_id", "batch_id", "name", "created_at", "creation_time"],
                image
            );
            using var results = new RowCopy(connection, "results", "image_id = $of", ["image_id"], image);
            var time = Time(connection);
            var current = "";
            for (var i = 0; i < count; i++)
            {
                time -= Apart.Ticks / TimeSpan.TicksPerMillisecond * _unit;
                if (i % ImagesOfSubject == 0)
                    subjects.Add(current = NewId(), $"Participant {i / ImagesOfSubject}", time);
                var (newBatch, newImage) = (NewId(), NewId());
                batches.Add(newBatch, current, time, time);
                images.Add(newImage, current, newBatch, $"photo {i}.jpg", time, time);
                results.Add(newImage);
                _images.Add((current, newBatch, newImage));
            }

            transaction.Commit();
        }

        Run(connection, "PRAGMA optimize");
        Run(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
        SqliteConnection.ClearAllPools();
    }

    // Times are stored in one unit or another; a time of today says in which.
    private long _unit = 1;

    private long Time(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT creation_time FROM images WHERE id = $id";
        command.Parameters.AddWithValue("$id", image);
        var time = (long)command.ExecuteScalar()!;
        // Milliseconds have 13 digits, microseconds 16, ticks 18.
        _unit = time switch
        {
            > 100_000_000_000_000_000 => TimeSpan.TicksPerMillisecond,
            > 100_000_000_000_000 => 1000,
            _ => 1,
        };
        return time;
    }

    private (string Subject, string Batch) Find(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT subject_id, batch_id FROM images WHERE id = $id";
        command.Parameters.AddWithValue("$id", image);
        using var row = command.ExecuteReader();
        return row.Read() ? (row.GetString(0), row.GetString(1)) : throw new InvalidOperationException($"There is no image {image}");
    }

    // As the database has them; the maker of ids in the server is not for other programs.
#pragma warning disable RS0030
    private static string NewId() => Guid.NewGuid().ToString();
#pragma warning restore RS0030

    private static void Run(SqliteConnection connection, string text)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }
}
