using System;

namespace Cutis.Server.Tests.Clients;

/// <summary>
/// The documented flow of each generation of the API: login, token, dataset, application, webhook, subject, upload, compute, the webhook
/// with
/// its signature, results, v4 and v5, pictures, erasure, and nothing left.
/// </summary>
[Collection(ClientTests.Name)]
public sealed class FlowTests(ClientServer server)
{
    [Fact]
    public async Task V1_goes_from_a_login_to_vector_masks_and_to_nothing_left()
    {
        await using var flow = new Flow(server);
        await flow.BeginAsync("face_skin_metrics_2");
        var announced = await flow.CallAsync(
            "POST",
            $"{flow.Company}/subjects/{flow.Subject}/signed_upload_url/",
            """{"side_id":1,"name":"front.jpg"}""",
            201,
            "Image"
        );
        await flow.PutAsync(announced, ClientServer.Face);
        var (image, batch) = (Flow.Text(announced, "id"), Flow.Text(announced, "batch_id"));
        await flow.CallAsync("POST", $"{flow.Company}/batches/{batch}/compute/", "{}", 200, "BatchComputation");

        var told = await flow.ReceiveAsync(image);
        Flow.Text(told, "application_name").ShouldBe("Face Skin Metrics 2.0");
        told.GetProperty("area_results").EnumerateArray().ShouldContain(area => Flow.Text(area, "area_name") == "face");
        // Spelt as in the list of results below.
        told.GetProperty("area_results").EnumerateArray().ShouldContain(area => Flow.Text(area, "algorithm_tech_name") == "eye_bags");
        var sent = new[] { "original", "restored" }
            .Select(frame => Flow.Text(told.GetProperty("images").GetProperty(frame), "signed_url"))
            .ToList();
        (await flow.DownloadAsync(sent[0])).ShouldBe(ClientServer.Face);

        var path = $"{flow.SubjectPath}batches/{batch}/images/{image}/";
        var list = await flow.CallAsync("GET", $"{path}results/", null, 200, "ResultItem");
        list.EnumerateArray()
            .Select(item => Flow.Text(item.GetProperty("result"), "algorithm_tech_name"))
            .ShouldBe(["lines", "pores", "redness", "quality", "eye_bags"], ignoreOrder: true);
        var pores = list.EnumerateArray()
            .Select(item => item.GetProperty("result"))
            .Single(result => Flow.Text(result, "algorithm_tech_name") == "pores");
        foreach (var frame in new[] { "masks_original", "masks_restored" })
        {
            var mask = pores.GetProperty(frame)[0];
            Flow.Text(mask, "mask_type").ShouldBe("point_mask");
            mask.GetProperty("features")[0].GetProperty("geometry").GetProperty("coordinates").GetArrayLength().ShouldBeGreaterThan(0);
        }

        var pictures = await flow.PicturesAsync(image, Photos.Size(ClientServer.Face));
        var drawings = await flow.DrawingsAsync(image);
        var shown = await flow.CallAsync("GET", path, null, 200, "Image");
        var thumbnail = Flow.Text(shown.GetProperty("urls"), "500x500");
        await flow.DownloadAsync(thumbnail);
        await flow.EraseAsync(
            [path, $"{path}results/", $"{flow.Company}/images/{image}/", $"{flow.SubjectPath}batches/{batch}/"],
            [.. sent, .. pictures, .. drawings, thumbnail]
        );
    }

    [Fact]
    public async Task V3_goes_from_a_login_to_masks_as_pictures_and_to_nothing_left()
    {
        await using var flow = new Flow(server);
        await flow.BeginAsync("face_skin_metrics_3");
        var v3 = flow.Company.Replace("/v1/", "/v3/", StringComparison.Ordinal);
        var targets = await flow.CallAsync(
            "POST",
            $"{v3}/subjects/{flow.Subject}/upload/",
            """{"front":"front.jpg"}""",
            200,
            "SidesUploads"
        );
        var image = Flow.Text(targets.GetProperty("front"), "id");
        await flow.PutAsync(targets.GetProperty("front"), ClientServer.Face);
        var batch = $"{v3}/batches/{Flow.Text(targets, "image_batch_id")}/";
        await flow.CallAsync("POST", $"{batch}compute/", "{}", 200, "BatchComputation");

        Flow.Text(await flow.ReceiveAsync(image), "application_name").ShouldBe("Face Skin Metrics 3.0");
        var report = (await flow.CallAsync("GET", $"{batch}results/", null, 200, "BatchResults")).GetProperty("face_skin_metrics_3");
        report.GetProperty("all_algorithms_calculated").GetBoolean().ShouldBeTrue();
        var urls = new List<string>();
        foreach (var variant in new[] { "original", "aligned_face", "anonymised" })
        {
            var picture = Flow.Text(report.GetProperty("predicted_images").GetProperty("front"), variant);
            var mask = Flow.Text(
                report.GetProperty("parameters").GetProperty("redness").GetProperty("masks").GetProperty("front"),
                variant
            );
            Photos.Size(await flow.DownloadAsync(mask)).ShouldBe(Photos.Size(await flow.DownloadAsync(picture)), variant);
            urls.AddRange([picture, mask]);
        }

        urls.AddRange(await flow.PicturesAsync(image, Photos.Size(ClientServer.Face)));
        urls.AddRange(await flow.DrawingsAsync(image));
        await flow.EraseAsync([$"{batch}results/", $"{flow.Company}/images/{image}/"], urls);
    }
}
