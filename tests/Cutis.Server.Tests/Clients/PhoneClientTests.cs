using System;
using System.Text.Json;

namespace Cutis.Server.Tests.Clients;

/// <summary>
/// An app on a phone. Its habits: it keeps its token for an hour and then refreshes by the older path, shows scaled pictures under their
/// sizes, reads results with the token in the query, and asks for the aligned photo by a URL whose life it chooses.
/// </summary>
[Collection(ClientTests.Name)]
public sealed class PhoneClientTests(ClientServer server)
{
    [Theory]
    [InlineData("/api/v1/login/", "/api/v1/refresh/")]
    [InlineData("/api/v1/auth/login", "/api/v1/auth/refresh")]
    public async Task A_phone_walks_from_its_login_through_a_refresh_to_pictures(string login, string refresh)
    {
        using var phone = new Phone(server.Url);
        await phone.LogInAsync(login, server.Known.Email, server.Known.Password);
        await phone.RefreshAsync(refresh);
        await phone.UploadAsync(ClientServer.Face);
        await phone.WaitAsync();
        var (width, height) = Photos.Size(ClientServer.Face);
        foreach (var (key, wide, high) in new[] { ("500x500", 500, 500), ("800x1200", 800, 1200) })
        {
            var (w, h) = Photos.Size(await phone.ThumbnailAsync(key));
            (w <= wide && h <= high).ShouldBeTrue($"{w}x{h}");
            ((double)w / h).ShouldBe((double)width / height, .01);
        }

        var aligned = Photos.Size(await phone.AlignedAsync());
        aligned.Width.ShouldBe(aligned.Height);
        Photos.Size(await phone.MaskAsync("redness")).ShouldBe(aligned);
    }

    private sealed class Phone(Uri address) : OthersClient(address, "Authentication")
    {
        private string _company = "";
        private string _refresh = "";
        private string _image = "";
        private string _path = "";

        public async Task LogInAsync(string path, string user, string password) =>
            Keep(await CallAsync("POST", path, $$"""{"username":"{{user}}","password":"{{password}}"}"""));

        public async Task RefreshAsync(string path)
        {
            var before = Token;
            Keep(await CallAsync("POST", path, $$"""{"refresh_token":"{{_refresh}}"}"""));
            Token.ShouldNotBe(before);
        }

        public async Task UploadAsync(byte[] photo)
        {
            var company = $"/api/v1/companies/{_company}";
            var dataset = Text(await CallAsync("POST", $"{company}/datasets/", """{"name":"Phones"}"""), "id");
            var subject = Text(await CallAsync("POST", $"{company}/datasets/{dataset}/subjects/", """{"name":"me"}"""), "id");
            var image = await CallAsync("POST", $"{company}/subjects/{subject}/signed_upload_url/", """{"name":"me.jpg"}""");
            await PutAsync(image, photo);
            var batch = Text(image, "batch_id");
            await CallAsync("POST", $"{company}/batches/{batch}/compute/", "null");
            _image = Text(image, "id");
            _path = $"{company}/datasets/{dataset}/subjects/{subject}/batches/{batch}/images/{_image}";
        }

        public async Task WaitAsync()
        {
            // This call brings the token in the query and nowhere else.
            var token = Token;
            Token = null;
            await PollAsync(
                () => CallAsync("GET", $"{_path}/results/?token={token}"),
                found => found.EnumerateArray().Any(item => Text(item, "algorithm_family_tech_name") == "selfie_v2.redness")
            );
            Token = token;
        }

        public async Task<byte[]> ThumbnailAsync(string key) =>
            await DownloadAsync(Text((await CallAsync("GET", $"{_path}/")).GetProperty("urls"), key));

        public async Task<byte[]> AlignedAsync()
        {
            var pictures = await CallAsync("GET", $"{_path}/aux/");
            var aligned = pictures.EnumerateArray().Single(picture => Text(picture, "name") == "restored");
            Text(aligned.GetProperty("urls"), "original").ShouldNotBeEmpty();
            var answer = await CallAsync("GET", $"{_path}/aux/{Text(aligned, "id")}/signed_url/?expiration_seconds=600");
            return await DownloadAsync(Text(answer, "url"));
        }

        public async Task<byte[]> MaskAsync(string algorithm)
        {
            var answer = await CallAsync(
                "POST",
                $"/service/rasterisation/v4/masks/?company_id={_company}",
                $$"""{"image_id":"{{_image}}","image_type":"restored","masks":[{"algorithm_tech_name":"{{algorithm}}"}]}"""
            );
            return await DownloadAsync(Text(answer[0], "masked_image_url"));
        }

        private void Keep(JsonElement session)
        {
            Token = session.TryGetProperty("token_access", out var token) ? token.GetString() : Text(session, "access_token");
            (_refresh, _company) = (Text(session, "refresh_token"), Text(session, "company_id"));
        }
    }
}
