using System;
using System.Net;
using Cutis.Platform.Errors;
using Cutis.Platform.Jobs;
using Cutis.Platform.Storage;
using Cutis.Platform.Webhooks;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using StandardWebhooks;
using StandardWebhooks.Diagnostics;

namespace Cutis.Platform.Tests.Webhooks;

/// <summary>How deliveries are sent: credentials, signatures, attempts, and what becomes of them.</summary>
public sealed class WebhookDeliveryTests : WebhookBench
{
    private Dataset _dataset = null!;
    private string _secret = "";

    private async Task StartAsync(Func<WebhookChange, WebhookChange>? with = null)
    {
        _dataset = await AddDatasetAsync();
        _secret = await PutWebhookAsync(_dataset, with);
        await FinishImageAsync(_dataset);
    }

    [Fact]
    public async Task The_signature_is_one_of_standard_webhooks()
    {
        // The package looks at the clock of the machine.
        Clock.Now = TimeProvider.System.GetUtcNow();
        await StartAsync();
        await SendAsync();
        _secret.ShouldStartWith("whsec_");
        var sent = Receiver.Last;
        Verify(_secret, sent.Body, sent);
        Should.Throw<WebhookVerificationException>(() => Verify(_secret, sent.Body + " ", sent));
        Should.Throw<WebhookVerificationException>(() => Verify(WebhookSignature.Show(WebhookSignature.CreateSecret()), sent.Body, sent));
        sent.Headers["Content-Type"].ShouldBe("application/json");
    }

    [Fact]
    public async Task A_get_signs_the_payload_that_it_has_in_its_query()
    {
        Clock.Now = TimeProvider.System.GetUtcNow();
        await StartAsync(w => w with { Method = "get" });
        await SendAsync();
        Verify(_secret, Uri.UnescapeDataString(Receiver.Last.Url.Query.Split("payload=")[1]), Receiver.Last);
    }

    [Fact]
    public async Task A_new_secret_and_the_one_before_both_sign_for_a_day()
    {
        Clock.Now = TimeProvider.System.GetUtcNow();
        await StartAsync();
        var second = await PutWebhookAsync(_dataset);
        second.ShouldNotBe(_secret);
        await SendAsync();
        Verify(second, Receiver.Last.Body, Receiver.Last);
        // The package looks at the first signature alone.
        var signatures = Receiver.Last.Headers["webhook-signature"]!.Split(' ');
        signatures.Length.ShouldBe(2);
        Receiver.Last.Headers["webhook-signature"] = signatures[1];
        Verify(_secret, Receiver.Last.Body, Receiver.Last);
        Clock.Now += WebhookService.Overlap;
        await FinishImageAsync(_dataset);
        await SendAsync();
        Receiver.Last.Headers["webhook-signature"]!.Split(' ').Length.ShouldBe(1);
    }

    [Theory]
    [InlineData("bearer", "Bearer secret-token", "")]
    [InlineData("basic", "Basic azpzZWNyZXQtdG9rZW4=", "")]
    [InlineData("query", null, "?k=secret-token")]
    public async Task Credentials_are_sent_as_it_was_said(string kind, string? header, string query)
    {
        await StartAsync(w => w with { AuthorizationKind = kind });
        await SendAsync();
        Receiver.Last.Method.ShouldBe("POST");
        Receiver.Last.Headers["Authorization"].ShouldBe(header);
        Receiver.Last.Url.Query.ShouldBe(query);
    }

    [Fact]
    public async Task Attempts_go_on_for_about_a_day_with_growing_delays_and_one_id()
    {
        Receiver.AnswerWith(500);
        await StartAsync();
        var (start, delays) = (Clock.Now, new List<TimeSpan>());
        while (true)
        {
            await SendAsync();
            var (delivery, next) = await OnlyAsync(_dataset);
            delivery.Attempts.ShouldBe(Receiver.All.Count);
            (delivery.Status, delivery.Error).ShouldBe((500, "It answered 500"));
            if (delivery.State == DeliveryStates.Failed)
                break;
            delivery.State.ShouldBe(DeliveryStates.Pending);
            delays.Add(next!.Value - Clock.Now);
            // A moment before there is none.
            Clock.Now = next.Value - TimeSpan.FromMilliseconds(1);
            await SendAsync();
            Receiver.All.Count.ShouldBe(delivery.Attempts);
            Clock.Now = next.Value;
        }

        Receiver.All.Count.ShouldBe(18);
        Receiver.All.Select(r => r.Id).Distinct().Count().ShouldBe(1);
        Receiver.All.Select(r => r.Headers["webhook-timestamp"]).Distinct().Count().ShouldBe(18, "each attempt has its own time");
        (Clock.Now - start).ShouldBeInRange(TimeSpan.FromHours(23), TimeSpan.FromHours(29));
        for (var i = 0; i < delays.Count; i++)
        {
            var exact = Math.Min(10 * Math.Pow(2, i), 3 * 3600);
            delays[i].TotalSeconds.ShouldBeInRange(exact - .01, (exact * 1.2) + .01);
        }

        delays.Distinct().Count().ShouldBe(delays.Count, "jitter");
        (await OnlyAsync(_dataset)).NextAt.ShouldBeNull();
    }

    [Fact]
    public async Task A_receiver_that_comes_back_gets_what_it_has_missed()
    {
        Receiver.AnswerWith(503);
        await StartAsync();
        await SendAsync();
        Receiver.AnswerWith(204);
        Clock.Now += TimeSpan.FromSeconds(12);
        await SendAsync();
        var delivery = (await OnlyAsync(_dataset)).Delivery;
        (delivery.State, delivery.Attempts, delivery.Status, delivery.Error).ShouldBe((DeliveryStates.Delivered, 2, 204, null));
        Clock.Now += TimeSpan.FromDays(2);
        await SendAsync();
        Receiver.All.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_receiver_says_when_to_come_again()
    {
        Receiver.Answer = (_, response) =>
        {
            (response.StatusCode, response.Headers["Retry-After"]) = (429, "600");
            return Task.CompletedTask;
        };
        await StartAsync();
        await SendAsync();
        ((await OnlyAsync(_dataset)).NextAt!.Value - Clock.Now).ShouldBe(TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task A_receiver_that_is_gone_disables_the_webhook()
    {
        Receiver.AnswerWith(410);
        await StartAsync();
        Clock.Now += TimeSpan.FromSeconds(1);
        await FinishImageAsync(_dataset);
        await SendAsync();
        Receiver.All.Count.ShouldBe(1);
        (await LogAsync(_dataset)).Select(d => d.Delivery.State).ShouldBe([DeliveryStates.Failed, DeliveryStates.Cancelled]);
        var webhook = (await FindWebhookAsync(_dataset))!;
        (webhook.IsEnabled, webhook.DisabledReason).ShouldBe((false, "The receiver answered 410"));
        Clock.Now += TimeSpan.FromDays(2);
        await FinishImageAsync(_dataset);
        await SendAsync();
        Receiver.All.Count.ShouldBe(1);
        // Whoever enables it has said that it is there again.
        await PutWebhookAsync(_dataset);
        (await FindWebhookAsync(_dataset))!.DisabledReason.ShouldBeNull();
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task Redirects_are_not_followed(int status)
    {
        await using var other = new Receiver();
        Receiver.Answer = (_, response) =>
        {
            (response.StatusCode, response.RedirectLocation) = (status, other.Url);
            return Task.CompletedTask;
        };
        await StartAsync();
        await SendAsync();
        other.All.ShouldBeEmpty();
        (await OnlyAsync(_dataset)).Delivery.Error.ShouldBe($"It answered {status}; redirects are not followed");
    }

    [Fact]
    public async Task A_body_without_end_does_not_hold_a_delivery()
    {
        Receiver.Answer = async (_, response) =>
        {
            response.SendChunked = true;
            var chunk = new byte[64 << 10];
            while (true)
                await response.OutputStream.WriteAsync(chunk);
        };
        await StartAsync();
        await SendAsync();
        (await OnlyAsync(_dataset)).Delivery.State.ShouldBe(DeliveryStates.Delivered);
    }

    [Fact]
    public async Task Of_a_dataset_one_delivery_is_sent_at_a_time()
    {
        var (running, most) = (0, 0);
        Receiver.Answer = async (_, _) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref running));
            await Task.Delay(100);
            Interlocked.Decrement(ref running);
        };
        await StartAsync();
        for (var i = 0; i < 3; i++)
            await FinishImageAsync(_dataset);
        await Task.WhenAll(SendAsync(), SendAsync(), SendAsync());
        await SendAsync();
        (Receiver.All.Count, most).ShouldBe((4, 1));
    }

    [Fact]
    public async Task What_was_sent_and_not_noted_is_sent_again_under_the_same_id()
    {
        await StartAsync();
        var kind = Get<IEnumerable<JobKind>>().Single(k => k.Name == WebhookJob.Kind);
        // As a process that is killed between the two.
        var lost = (await WithAsync<JobQueue, Job?>(jobs => jobs.TakeAsync(kind, "killed", default)))!;
        lost.State.ShouldBe(JobStates.Running);
        await SendAsync();
        Receiver.All.ShouldBeEmpty("it is the other worker's for as long as its lease lasts");
        Clock.Now += kind.Lease + TimeSpan.FromSeconds(1);
        await SendAsync();
        Receiver.All.ShouldHaveSingleItem().Id.ShouldBe($"msg_{(await OnlyAsync(_dataset)).Delivery.Id:N}");
    }

    [Fact]
    public async Task A_delivery_is_replayed_whatever_has_become_of_it()
    {
        await StartAsync();
        await SendAsync();
        var id = (await OnlyAsync(_dataset)).Delivery.Id;
        (await ReplayAsync(id)).Error.ShouldBeNull();
        (await OnlyAsync(_dataset)).Delivery.State.ShouldBe(DeliveryStates.Pending);
        Receiver.AnswerWith(500);
        await SendAsync();
        // One that waits for another attempt is sent at once.
        Receiver.AnswerWith(200);
        (await ReplayAsync(id)).Delivery!.NextAt.ShouldBe(Clock.Now);
        await SendAsync();
        Receiver.All.Select(r => r.Id).ShouldBe([$"msg_{id:N}", $"msg_{id:N}", $"msg_{id:N}"]);
        (await OnlyAsync(_dataset)).Delivery.State.ShouldBe(DeliveryStates.Delivered);
        (await ReplayAsync(Guid.NewGuid())).Error!.Kind.ShouldBe(ErrorKind.NotFound);
    }

    [Fact]
    public async Task A_webhook_that_is_deleted_takes_what_was_not_sent_along()
    {
        await StartAsync();
        (await WithAsync<WebhookService, ServiceError?>(w => w.DeleteAsync(_dataset, default))).ShouldBeNull();
        await SendAsync();
        Receiver.All.ShouldBeEmpty();
        var delivery = (await OnlyAsync(_dataset)).Delivery;
        (delivery.State, delivery.Error).ShouldBe((DeliveryStates.Cancelled, "The webhook was deleted"));
        (await ReplayAsync(delivery.Id)).Error!.Kind.ShouldBe(ErrorKind.NotFound);
        (await WithAsync<WebhookService, ServiceError?>(w => w.DeleteAsync(_dataset, default)))!.Kind.ShouldBe(ErrorKind.NotFound);
    }

    private Task<(LoggedDelivery? Delivery, ServiceError? Error)> ReplayAsync(Guid id) =>
        WithAsync<WebhookLog, (LoggedDelivery?, ServiceError?)>(log => log.ReplayAsync(_dataset, $"{id}", default));

    // As a receiver does it, with code that is not ours.
    private static void Verify(string secret, string payload, Received sent)
    {
        var headers = new HeaderDictionary();
        foreach (var name in new[] { "webhook-id", "webhook-timestamp", "webhook-signature" })
            headers[name] = sent.Headers[name];
        new StandardWebhook(secret).Verify(payload, headers);
    }
}
