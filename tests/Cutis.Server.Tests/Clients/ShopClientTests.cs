using System;
using System.Text.Json;

namespace Cutis.Server.Tests.Clients;

/// <summary>
/// A shop that recommends products. Its habits: it reads results by the names of families, hyphens in them, compares the score of the face
/// with its thresholds, tells its customers what is wrong with a photo by the words of <c>result.error</c>, smooths scores over visits, and
/// asks for all masks of what is below a threshold.
/// </summary>
[Collection(ClientTests.Name)]
public sealed class ShopClientTests(ClientServer server)
{
    [Fact]
    public async Task A_shop_walks_from_its_login_to_pictures_of_what_it_recommends_for()
    {
        using var shop = new Shop(server.Url);
        await shop.LogInAsync(server.Known.Email, server.Known.Password);
        await shop.VisitAsync(ClientServer.Face);
        var list = await shop.WaitAsync(families => families.Contains("selfie_v2.skintone-classification"));
        Shop.ToneOf(list).ShouldNotBeNullOrEmpty();
        var concerns = Shop.Concerns(list);
        concerns.ShouldNotBeEmpty();
        foreach (var picture in await shop.PicturesAsync(concerns))
            Photos.Size(picture).ShouldBe(Photos.Size(ClientServer.Face));
        var smoothed = await shop.SmoothedAsync();
        smoothed.Keys.ShouldContain("selfie_v2.pores");
        smoothed.Values.ShouldAllBe(value => value >= 0);
    }

    [Fact]
    public async Task A_shop_tells_who_holds_no_face_into_the_camera()
    {
        using var shop = new Shop(server.Url);
        await shop.LogInAsync(server.Known.Email, server.Known.Password);
        await shop.VisitAsync(Photos.Jpeg(640, 480));
        var list = await shop.WaitAsync(families => families.Count > 0);
        Shop.ErrorsOf(list).ShouldContain("No face detected");
    }

    private sealed class Shop(Uri address) : OthersClient(address, "Authorization")
    {
        private static readonly Dictionary<string, int> Thresholds = new(StringComparer.Ordinal)
        {
            ["acne"] = 90,
            ["pigmentation"] = 90,
            ["uniformness"] = 70,
            ["redness"] = 70,
            ["lines"] = 75,
            ["pores"] = 50,
        };

        private string _company = "";
        private string _image = "";
        private string _path = "";

        public async Task LogInAsync(string user, string password)
        {
            var session = await CallAsync("POST", "/api/v1/auth/login/", $$"""{"username":"{{user}}","password":"{{password}}"}""");
            (Token, _company) = (Text(session, "access_token"), Text(session, "company_id"));
        }

        public async Task VisitAsync(byte[] photo)
        {
            var company = $"/api/v1/companies/{_company}";
            var dataset = Text(await CallAsync("POST", $"{company}/datasets/", """{"name":"Shop"}"""), "id");
            await CallAsync(
                "POST",
                $"{company}/applications/face_skin_metrics_2/attach-to-dataset/",
                $$"""{"dataset_id":"{{dataset}}","enabled_algorithms":["lines","pores","redness","acne","skintone-classification"]}"""
            );
            var subject = Text(await CallAsync("POST", $"{company}/datasets/{dataset}/subjects/", """{"name":"c"}"""), "id");
            var subjects = $"{company}/datasets/{dataset}/subjects/{subject}";
            var batch = Text(await CallAsync("POST", $"{subjects}/batches/", "{}"), "id");
            var body = $$"""{"side_id":1,"light_id":1,"b64data":"{{Convert.ToBase64String(photo)}}","name":"c.jpg"}""";
            _image = Text(await CallAsync("POST", $"{subjects}/batches/{batch}/images/", body), "id");
            _path = $"{subjects}/batches/{batch}/images/{_image}";
        }

        public Task<JsonElement> WaitAsync(Func<HashSet<string>, bool> isEnough) =>
            PollAsync(
                () => CallAsync("GET", $"{_path}/results/"),
                found => isEnough([.. found.EnumerateArray().Select(item => Text(item, "algorithm_family_tech_name"))])
            );

        public static string? ToneOf(JsonElement list)
        {
            var result = list.EnumerateArray()
                .Single(item => Text(item, "algorithm_family_tech_name") == "selfie_v2.skintone-classification")
                .GetProperty("result");
            Text(result, "algorithm_tech_name").ShouldBe("skintone_classification");
            return Face(result).GetProperty("value").GetString();
        }

        public static List<string> Concerns(JsonElement list) =>
            [
                .. list.EnumerateArray()
                    .Select(item => item.GetProperty("result"))
                    .Where(result => Thresholds.ContainsKey(Text(result, "algorithm_tech_name")))
                    .Where(result => Face(result).GetProperty("value").GetDouble() < Thresholds[Text(result, "algorithm_tech_name")])
                    .Select(result => Text(result, "algorithm_tech_name")),
            ];

        public static List<string> ErrorsOf(JsonElement list) =>
            [
                .. list.EnumerateArray()
                    .Where(item => !item.GetProperty("is_ok").GetBoolean())
                    .Select(item => Text(item.GetProperty("result"), "error")),
            ];

        public async Task<List<byte[]>> PicturesAsync(List<string> algorithms)
        {
            var masks = string.Join(',', algorithms.Select(name => $$"""{"algorithm_tech_name":"selfie_v2.{{name}}"}"""));
            var answer = await CallAsync(
                "POST",
                $"/service/rasterisation/v4/masks/?company_id={_company}",
                $$"""{"image_id":"{{_image}}","image_type":"original","masks":[{{masks}}]}"""
            );
            var pictures = new List<byte[]>();
            foreach (var mask in answer.EnumerateArray())
                pictures.Add(await DownloadAsync(Text(mask, "masked_image_url")));
            return pictures;
        }

        public async Task<Dictionary<string, double>> SmoothedAsync()
        {
            const string query = "sample_time_window=14&sample_max_size=10&smoothing_method=mean";
            var list = await CallAsync("GET", $"{_path}/smoothed_results/?{query}");
            return list.EnumerateArray().ToDictionary(s => Text(s, "algorithm_tech_name"), s => s.GetProperty("value").GetDouble());
        }

        private static JsonElement Face(JsonElement result) =>
            result.GetProperty("area_results").EnumerateArray().Single(a => Text(a, "area_name") == "face").GetProperty("main_metric");
    }
}
