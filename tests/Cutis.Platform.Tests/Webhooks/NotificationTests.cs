using System;
using System.Text;
using Cutis.Platform.Notifications;
using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Tests.Webhooks;

/// <summary>What listeners are notified of.</summary>
public sealed class NotificationTests : WebhookBench
{
    [Fact]
    public async Task Each_result_of_an_analysis_and_its_batch_are_told_to_those_who_listen_to_the_company()
    {
        using var own = Listen(Company);
        using var other = Listen(Stranger);
        var image = await FinishImageAsync(await AddDatasetAsync());
        var place =
            $"\"company_id\":\"{Company}\",\"dataset_id\":\"{image.DatasetId}\",\"subject_id\":\"{image.SubjectId}\",\"batch_id\":\""
            + $"{image.BatchId}\"";
        Drain(own)
            .ShouldBe([
                $"{{\"event\":\"result.finished\",{place},\"image_id\":\"{image.Id}\",\"algorithm_tech_name\":\"pores\",\"is_ok\":true,"
                    + "\"error\":null}",
                $"{{\"event\":\"batch.finished\",{place}}}",
            ]);
        Drain(other).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_failed_analysis_is_told_once_and_an_image_outside_of_batches_tells_of_none()
    {
        using var own = Listen(Company);
        await AskAsync(await AddImageAsync(), "pores", "lines");
        await EndAnalysisAsync("It failed");
        var told = Drain(own).ShouldHaveSingleItem();
        told.ShouldContain("\"batch_id\":null");
        told.ShouldContain("\"algorithm_tech_name\":null,\"is_ok\":false,\"error\":\"It failed\"");
    }

    [Fact]
    public async Task What_is_not_committed_is_told_to_nobody()
    {
        using var own = Listen(Company);
        var image = await AddImageAsync();
        await AskAsync(image);
        await WithAsync<CutisDb, int>(db =>
            db.Database.ExecuteSqlRawAsync(
                "CREATE TRIGGER stop BEFORE UPDATE ON jobs WHEN new.state = 'done' BEGIN SELECT RAISE(ABORT, 'x'); END"
            )
        );
        await Should.ThrowAsync<Microsoft.Data.Sqlite.SqliteException>(() => EndAnalysisAsync());
        Drain(own).ShouldBeEmpty();
    }

    [Fact]
    public void A_listener_that_does_not_keep_up_is_cut_off()
    {
        using var slow = Listen(Company);
        using var quick = Listen(Company);
        var hub = Get<NotificationHub>();
        for (var i = 0; i < NotificationHub.MaxWaiting + 5; i++)
        {
            hub.Publish(new Notification(Company, [1]));
            quick.Waiting.TryRead(out _).ShouldBeTrue();
        }

        Drain(slow).Count.ShouldBe(NotificationHub.MaxWaiting);
        slow.Waiting.Completion.IsCompleted.ShouldBeTrue();
        quick.Waiting.Completion.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public void A_user_listens_at_twenty_places_at_most()
    {
        var user = Guid.NewGuid();
        var listeners = Enumerable.Range(0, 21).Select(_ => Get<NotificationHub>().Listen(user, new HashSet<Guid>())).ToList();
        listeners.Count(l => l is null).ShouldBe(1);
        using var other = Listen(Company);
        listeners[0]!.Dispose();
        Get<NotificationHub>().Listen(user, new HashSet<Guid>()).ShouldNotBeNull();
    }

    private NotificationHub.Listener Listen(Guid company) => Get<NotificationHub>().Listen(Guid.NewGuid(), new HashSet<Guid> { company })!;

    private static List<string> Drain(NotificationHub.Listener listener)
    {
        var all = new List<string>();
        while (listener.Waiting.TryRead(out var one))
            all.Add(Encoding.UTF8.GetString(one.Text));
        return all;
    }
}
