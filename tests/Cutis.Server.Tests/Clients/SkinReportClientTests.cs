using System;
using System.Text.Json;

namespace Cutis.Server.Tests.Clients;

/// <summary>
/// An application that shows reports, by the third generation of the API. Its habits: three sides in one upload, each PUT repeats exactly
/// the
/// headers that it was given, compute gets <c>{"app_args":{}}</c>, every parameter is read without asking whether it is there, and masks
/// are laid
/// on the picture of the same name, 1:1.
/// </summary>
[Collection(ClientTests.Name)]
public sealed class SkinReportClientTests(ClientServer server)
{
    private static readonly string[] Parameters =
    [
        .. (
            "lines deep_lines fine_lines pores enlarged_pores redness irritation pigmentation freckles moles melasma sun_spots breakouts "
            + "pimples inflammation sagging jowls lacrimal_grooves dark_circles skin_type skintone age eyes_age ita"
        ).Split(' '),
    ];

    [Fact]
    public async Task A_report_walks_from_its_login_to_masks_on_pictures()
    {
        using var app = new ReportApp(server.Url);
        await app.LogInAsync(server.Known.Email, server.Known.Password);
        await app.UploadAsync(ClientServer.Face);
        var report = await app.WaitAsync();
        var parameters = report.GetProperty("parameters");
        foreach (var name in Parameters)
            parameters.TryGetProperty(name, out _).ShouldBeTrue(name);
        foreach (var name in new[] { "lines", "pores", "redness", "pigmentation", "breakouts" })
        {
            var parameter = parameters.GetProperty(name);
            parameter.GetProperty("tag").GetString().ShouldBeOneOf("Great", "Good", "Average", "Poor");
            parameter.GetProperty("grade").GetInt32().ShouldBeInRange(1, 5);
            parameter.GetProperty("score").GetDouble().ShouldBeInRange(0, 100);
            foreach (var area in new[] { "forehead", "left_eye", "right_eye", "perioral" })
                parameter.GetProperty("areas").TryGetProperty(area, out _).ShouldBeTrue($"{name} {area}");
        }

        foreach (var side in new[] { "front", "left", "right" })
        foreach (var variant in new[] { "original", "aligned_face", "anonymised" })
        {
            var (picture, mask) = await app.LayerAsync(report, "redness", side, variant);
            Photos.Size(mask).ShouldBe(Photos.Size(picture), $"{side} {variant}");
        }
    }

    private sealed class ReportApp(Uri address) : OthersClient(address, "Authorization")
    {
        private string _company = "";
        private string _batch = "";

        public async Task LogInAsync(string user, string password)
        {
            var session = await CallAsync("POST", "/api/v1/auth/login/", $$"""{"username":"{{user}}","password":"{{password}}"}""");
            (Token, _company) = (Text(session, "access_token"), Text(session, "company_id"));
        }

        public async Task UploadAsync(byte[] photo)
        {
            var v1 = $"/api/v1/companies/{_company}";
            var v3 = $"/api/v3/companies/{_company}";
            var dataset = Text(await CallAsync("POST", $"{v1}/datasets/", """{"name":"Reports"}"""), "id");
            await CallAsync(
                "POST",
                $"{v1}/applications/face_skin_metrics_3/attach-to-dataset/",
                $$"""
                {"dataset_id":"{{dataset}}","algorithms_flags":{},
                "enabled_algorithms":["lines","pores","redness","pigmentation","acne"]}
                """
            );
            var subject = Text(await CallAsync("POST", $"{v1}/datasets/{dataset}/subjects/", """{"name":"Someone"}"""), "id");
            var targets = await CallAsync(
                "POST",
                $"{v3}/subjects/{subject}/upload/",
                """{"front":"f.jpg","left":"l.jpg","right":"r.jpg","creation_time":null,"meta":{}}"""
            );
            foreach (var side in new[] { "front", "left", "right" })
                await PutAsync(targets.GetProperty(side), photo);
            _batch = $"{v3}/batches/{Text(targets, "image_batch_id")}";
            await CallAsync("POST", $"{_batch}/compute/", """{"app_args":{}}""");
        }

        public async Task<JsonElement> WaitAsync()
        {
            var answer = await PollAsync(
                () => CallAsync("GET", $"{_batch}/results/"),
                found => found.GetProperty("face_skin_metrics_3").GetProperty("all_algorithms_calculated").GetBoolean()
            );
            return answer.GetProperty("face_skin_metrics_3");
        }

        public async Task<(byte[] Picture, byte[] Mask)> LayerAsync(JsonElement report, string parameter, string side, string variant)
        {
            var picture = Text(report.GetProperty("predicted_images").GetProperty(side), variant);
            var mask = Text(report.GetProperty("parameters").GetProperty(parameter).GetProperty("masks").GetProperty(side), variant);
            return (await DownloadAsync(picture), await DownloadAsync(mask));
        }
    }
}
