using System;
using System.Text.Json;

namespace Cutis.Server.Tests.Clients;

/// <summary>
/// A kiosk in a shop. Its habits: the older login, <c>Authentication</c> in place of <c>Authorization</c>, no slash at the end, dates with
/// dots
/// and a clock of twelve hours, photos in base64 and never a call to compute, polling until there is enough, DELETE with a body.
/// </summary>
[Collection(ClientTests.Name)]
public sealed class KioskClientTests(ClientServer server)
{
    private static readonly string[] Wanted = ["lines", "uniformness", "redness", "pigmentation", "acne"];

    [Fact]
    public async Task A_kiosk_walks_from_its_login_to_pictures()
    {
        using var kiosk = new Kiosk(server.Url);
        await kiosk.LogInAsync(server.Known.Email, server.Known.Password);
        await kiosk.AddCustomerAsync();
        await kiosk.UploadAsync(ClientServer.Face);
        var scores = await kiosk.WaitForScoresAsync();
        scores.Keys.ShouldBe(Wanted, ignoreOrder: true);
        scores.Values.ShouldAllBe(score => score >= 0 && score <= 100);
        var pictures = await kiosk.PicturesAsync();
        pictures.Count.ShouldBe(Wanted.Length);
        foreach (var picture in pictures)
        {
            Photos.Size(picture).ShouldBe(Photos.Size(ClientServer.Face));
            picture.ShouldNotBe(ClientServer.Face);
        }

        await kiosk.ForgetCustomerAsync();
    }

    private sealed class Kiosk(Uri address) : OthersClient(address, "Authentication")
    {
        private string _company = "";
        private string _subjects = "";
        private string _subject = "";
        private string _image = "";
        private string _results = "";

        public async Task LogInAsync(string user, string password)
        {
            var session = await CallAsync("POST", "/api/v1/login", $$"""{"username":"{{user}}","password":"{{password}}"}""");
            Token = Text(session, "token_access");
            _company = Text(session, "company_id");
            Text(session, "id").ShouldNotBeEmpty();
        }

        public async Task AddCustomerAsync()
        {
            var company = $"/api/v1/companies/{_company}";
            var dataset = await CallAsync("POST", $"{company}/datasets", """{"name":"Kiosk 4","image_type_id":null,"country":"FR"}""");
            _subjects = $"{company}/datasets/{Text(dataset, "id")}/subjects";
            // Keys that nobody has described.
            var subject = await CallAsync("POST", _subjects, """{"name":"customer","age":31,"phenotype":"III","meta":null}""");
            _subject = Text(subject, "id");
        }

        public async Task UploadAsync(byte[] photo)
        {
            var batches = $"{_subjects}/{_subject}/batches";
            var batch = await CallAsync("POST", batches, """{"creation_time":"2023.02.11 03:20:05"}""");
            var images = $"{batches}/{Text(batch, "id")}/images";
            var body = $$"""{"side_id":1,"light_id":1,"b64data":"{{Convert.ToBase64String(photo)}}"}""";
            _image = Text(await CallAsync("POST", images, body), "id");
            _results = $"{images}/{_image}/results";
        }

        public async Task<Dictionary<string, double>> WaitForScoresAsync()
        {
            var list = await PollAsync(
                () => CallAsync("GET", _results),
                found => Wanted.All(name => Items(found).Any(item => Text(item.GetProperty("result"), "algorithm_tech_name") == name))
            );
            return Items(list)
                .Select(item => item.GetProperty("result"))
                .Where(result => Wanted.Contains(Text(result, "algorithm_tech_name")))
                .ToDictionary(result => Text(result, "algorithm_tech_name"), FaceScore);
        }

        public async Task<List<byte[]>> PicturesAsync()
        {
            var masks = string.Join(',', Wanted.Select(name => $$"""{"algorithm_tech_name":"{{name}}","fill_override":[255,0,0]}"""));
            var answer = await CallAsync(
                "POST",
                $"/service/rasterisation/v4/masks?company_id={_company}",
                $$"""{"image_id":"{{_image}}","image_type":"original","masks":[{{masks}}]}"""
            );
            var pictures = new List<byte[]>();
            foreach (var mask in answer.EnumerateArray())
                pictures.Add(await DownloadAsync(Text(mask, "masked_image_url")));
            return pictures;
        }

        public async Task ForgetCustomerAsync()
        {
            var body = $$"""{"subjects_ids":["{{_subject}}"]}""";
            (await CallAsync("DELETE", _subjects, body)).GetProperty("subjects_ids")[0].GetString().ShouldBe(_subject);
        }

        // A list today, and an object with a list as some of its versions have expected.
        private static JsonElement.ArrayEnumerator Items(JsonElement found) =>
            (found.ValueKind == JsonValueKind.Object ? found.GetProperty("results") : found).EnumerateArray();

        // Without a default: a result that has areas has the face among them.
        private static double FaceScore(JsonElement result) =>
            result
                .GetProperty("area_results")
                .EnumerateArray()
                .Single(area => Text(area, "area_name") == "face")
                .GetProperty("main_metric")
                .GetProperty("value")
                .GetDouble();
    }
}
