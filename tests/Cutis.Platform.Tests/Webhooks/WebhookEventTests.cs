using System;
using Cutis.Platform.Analysis;
using Cutis.Platform.Datasets;
using Cutis.Platform.Errors;
using Cutis.Platform.Images;
using Cutis.Platform.Jobs;
using Cutis.Platform.Retention;
using Cutis.Platform.Storage;
using Cutis.Platform.Webhooks;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Tests.Webhooks;

/// <summary>What webhooks are told of, and when.</summary>
public sealed class WebhookEventTests : WebhookBench
{
    [Fact]
    public async Task The_payload_of_an_image_has_the_documented_keys_first()
    {
        var dataset = await AddDatasetAsync();
        var run = await AttachAsync(dataset, Application.Metrics2);
        await PutWebhookAsync(dataset, w => w with { AddsSurveyAnswers = true });
        var image = await FinishImageAsync(dataset);
        await WithAsync<CutisDb, int>(db =>
            db.Results.ExecuteUpdateAsync(set =>
                set.SetProperty(
                    r => r.Envelope,
                    """
                    {"algorithm_tech_name":"pores","image_type":"selfie","area_results":[{"area_name":"face","main_metric":{"value":81,
                    "widget_type":"bad_good_line","name":"Pores score","tech_name":"Pores_score","widget_meta":null,"units":null},
                    "sub_metrics":[{"value":0.5,"widget_type":"density","name":"Density","tech_name":"density"}]},
                    {"area_name":"nose","main_metric":null,"sub_metrics":null}],"error":"Not full face"}
                    """
                )
            )
        );
        await SendAsync();
        var sent = Receiver.All.ShouldHaveSingleItem();
        var signed = sent.Json.GetProperty("images").GetProperty("original").GetProperty("signed_url").GetString()!;
        signed.ShouldStartWith($"{Root}/files/companies/{Company}/images/{image.Id}/photos/");
        var id = (await OnlyAsync(dataset)).Delivery.Id;
        sent.Id.ShouldBe($"msg_{id:N}");
        sent.Body.Replace(signed, "SIGNED")
            .ShouldBe(
                $$$"""
                {"application_id":"8b5b3acc-480b-4412-8d2c-ebe6ab4384d7","application_name":"Face Skin Metrics 2.0",
                "application_run_id":"{{{run.RunId}}}","area_results":[{"area_name":"face","name":"Pores score",
                "sub_metrics":[{"value":0.5,"widget_type":"density","name":"Density","tech_name":"density"}],
                "tech_name":"Pores_score","value":81,"widget_meta":null,"widget_type":"bad_good_line","units":null,
                "algorithm_tech_name":"pores"},{"area_name":"nose","name":null,"sub_metrics":null,"tech_name":null,"value":null,
                "widget_meta":null,"widget_type":null,"algorithm_tech_name":"pores"}],"errors":[{"algorithm_tech_name":"pores",
                "error":"Not full face"}],"images":{"original":{"signed_url":"SIGNED"},"restored":{"signed_url":null}},
                "survey_results":[],"event":"application.finished","event_time":"2026-01-05T12:07:00+00:00","status":"done",
                "error":null,"company_id":"{{{Company}}}","dataset_id":"{{{dataset.Id}}}","subject_id":"{{{image.SubjectId}}}",
                "batch_id":"{{{image.BatchId}}}","image_id":"{{{image.Id}}}","side_id":1}
                """.ReplaceLineEndings("")
            );
    }

    [Fact]
    public async Task Each_application_that_ran_is_told_of_with_the_results_that_it_has()
    {
        var dataset = await AddDatasetAsync();
        await AttachAsync(dataset, Application.Metrics2, "pores");
        await AttachAsync(dataset, Application.Metrics3, "lines");
        await PutWebhookAsync(dataset);
        var image = await UploadAsync(await AddSubjectAsync(dataset));
        await AskAsync(image, "pores");
        await EndAnalysisAsync();
        await SendAsync();
        Receiver.All.ShouldHaveSingleItem().Json.GetProperty("application_name").GetString().ShouldBe("Face Skin Metrics 2.0");
        await AskAsync(image, "pores", "lines");
        await EndAnalysisAsync();
        await SendAsync();
        Receiver
            .All.Skip(1)
            .Select(r => r.Json.GetProperty("application_name").GetString())
            .Order()
            .ShouldBe(["Face Skin Metrics 2.0", "Face Skin Metrics 3.0"]);
    }

    [Fact]
    public async Task An_analysis_that_failed_is_told_of_too()
    {
        var dataset = await AddDatasetAsync();
        await PutWebhookAsync(dataset);
        await AskAsync(await UploadAsync(await AddSubjectAsync(dataset)));
        await EndAnalysisAsync("The stored photo is damaged");
        await SendAsync();
        var json = Receiver.All.ShouldHaveSingleItem().Json;
        json.GetProperty("status").GetString().ShouldBe("failed");
        json.GetProperty("error").GetString().ShouldBe("The stored photo is damaged");
        json.GetProperty("area_results").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task An_analysis_that_was_interrupted_too_often_is_told_of_too()
    {
        var dataset = await AddDatasetAsync();
        await PutWebhookAsync(dataset);
        await AskAsync(await UploadAsync(await AddSubjectAsync(dataset)));
        var kind = Get<IEnumerable<JobKind>>().Single(k => k.Name == AnalysisJob.Kind);
        for (var i = 0; i <= kind.MaxAttempts; i++)
        {
            await WithAsync<JobQueue, Job?>(jobs => jobs.TakeAsync(kind, "dies", default));
            Clock.Now += kind.Lease * 2;
        }

        await SendAsync();
        Receiver.All.ShouldHaveSingleItem().Json.GetProperty("error").GetString().ShouldBe(kind.InterruptedText);
    }

    [Fact]
    public async Task Images_outside_of_datasets_and_webhooks_that_are_disabled_or_absent_are_told_nothing()
    {
        await AskAsync(await AddImageAsync());
        await EndAnalysisAsync();
        var dataset = await AddDatasetAsync();
        await FinishImageAsync(dataset);
        await PutWebhookAsync(dataset, w => w with { IsEnabled = false });
        await FinishImageAsync(dataset);
        var other = await AddDatasetAsync();
        await PutWebhookAsync(other);
        await FinishImageAsync(dataset);
        await SendAsync();
        Receiver.All.ShouldBeEmpty();
        (await LogAsync(dataset)).ShouldBeEmpty();
        (await WithAsync<CutisDb, int>(db => db.Jobs.CountAsync(j => j.Kind == WebhookJob.Kind))).ShouldBe(0);
    }

    [Fact]
    public async Task A_batch_is_told_of_once_when_its_last_analysis_has_ended()
    {
        var dataset = await AddDatasetAsync();
        await PutWebhookAsync(dataset, w => w with { MergesBatches = true });
        var subject = await AddSubjectAsync(dataset);
        var batch = await AddBatchAsync(subject);
        var images = new List<Image>();
        foreach (var side in new[] { Dictionaries.Left, Dictionaries.Front, Dictionaries.Right })
            images.Add(await UploadAsync(subject, batch, announced: Front with { SideId = side }));
        foreach (var image in images)
            await AskAsync(image);
        await EndAnalysisAsync();
        await EndAnalysisAsync("It failed");
        (await LogAsync(dataset)).ShouldBeEmpty();
        await EndAnalysisAsync();
        await SendAsync();
        var json = Receiver.All.ShouldHaveSingleItem().Json;
        json.GetProperty("event").GetString().ShouldBe("batch.finished");
        json.GetProperty("batch_id").GetGuid().ShouldBe(batch.Id);
        json.TryGetProperty("area_results", out _).ShouldBeFalse();
        json.GetProperty("results").EnumerateArray().Select(r => r.GetProperty("side_id").GetInt32()).ShouldBe([1, 2, 3]);
        json.GetProperty("results")[0]
            .GetProperty("images")
            .GetProperty("original")
            .GetProperty("signed_url")
            .GetString()
            .ShouldNotBeNull();
    }

    [Fact]
    public async Task A_get_has_its_payload_in_the_query_without_results()
    {
        var dataset = await AddDatasetAsync();
        await PutWebhookAsync(
            dataset,
            w => w with { Method = "get", AuthorizationKind = "query", AuthorizationKey = "a key", Url = Receiver.Url + "?own=1" }
        );
        var image = await FinishImageAsync(dataset);
        await SendAsync();
        var sent = Receiver.All.ShouldHaveSingleItem();
        sent.Method.ShouldBe("GET");
        sent.Body.ShouldBeEmpty();
        sent.Url.Query.ShouldStartWith("?own=1&a%20key=secret-token&payload=%7B%22application_id%22");
        var payload = Uri.UnescapeDataString(sent.Url.Query.Split("payload=")[1]);
        using var json = System.Text.Json.JsonDocument.Parse(payload);
        json.RootElement.GetProperty("image_id").GetGuid().ShouldBe(image.Id);
        json.RootElement.TryGetProperty("area_results", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task What_was_erased_before_it_was_sent_is_not_sent()
    {
        var dataset = await AddDatasetAsync();
        await PutWebhookAsync(dataset);
        var image = await FinishImageAsync(dataset);
        (await WithAsync<ImageService, ServiceError?>(images => images.EraseAsync($"{image.Id}", default))).ShouldBeNull();
        await SendAsync();
        Receiver.All.ShouldBeEmpty();
        var delivery = (await OnlyAsync(dataset)).Delivery;
        (delivery.State, delivery.Error).ShouldBe((DeliveryStates.Cancelled, "What it is about was erased"));
    }

    [Fact]
    public async Task A_dataset_that_is_erased_takes_its_webhook_along()
    {
        var dataset = await AddDatasetAsync();
        await PutWebhookAsync(dataset);
        await FinishImageAsync(dataset);
        (await WithAsync<PlaceEraser, ServiceError?>(eraser => eraser.EraseAsync(dataset, default))).ShouldBeNull();
        (await FindWebhookAsync(dataset)).ShouldBeNull();
        await SendAsync();
        Receiver.All.ShouldBeEmpty();
        (await OnlyAsync(dataset)).Delivery.State.ShouldBe(DeliveryStates.Cancelled);
    }

    [Fact]
    public async Task The_end_of_an_analysis_and_its_event_are_one_transaction()
    {
        var dataset = await AddDatasetAsync();
        await PutWebhookAsync(dataset);
        await AskAsync(await UploadAsync(await AddSubjectAsync(dataset)));
        // Whatever keeps the event from being written keeps the analysis from ending.
        await WithAsync<CutisDb, int>(db =>
            db.Database.ExecuteSqlRawAsync("CREATE TRIGGER stop BEFORE INSERT ON webhook_deliveries BEGIN SELECT RAISE(ABORT, 'x'); END")
        );
        await Should.ThrowAsync<DbUpdateException>(() => EndAnalysisAsync());
        (await StatesAsync()).ShouldBe([(AnalysisJob.Kind, JobStates.Running)]);
        await WithAsync<CutisDb, int>(db => db.Database.ExecuteSqlRawAsync("DROP TRIGGER stop"));
        Clock.Now += TimeSpan.FromMinutes(1);
        await EndAnalysisAsync();
        (await StatesAsync()).ShouldBe([(AnalysisJob.Kind, JobStates.Done), (WebhookJob.Kind, JobStates.Queued)]);
        (await OnlyAsync(dataset)).Delivery.State.ShouldBe(DeliveryStates.Pending);
    }

    private Task<List<(string, string)>> StatesAsync() =>
        WithAsync<CutisDb, List<(string, string)>>(async db =>
            [.. (await db.Jobs.AsNoTracking().OrderBy(j => j.Kind).ToListAsync()).Select(j => (j.Kind, j.State))]
        );
}
