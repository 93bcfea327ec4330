using System;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Cutis.Server.Tests.Clients;

/// <summary>
/// A script of a study, as a researcher writes it. Its habits: every GET has a content type and the body <c>[]</c>, the application has a
/// fixed id
/// and the older path, batches are made without a body, photos go up as forms, the end is told by the WebSocket with the token in a cookie.
/// </summary>
[Collection(ClientTests.Name)]
public sealed class StudyScriptTests(ClientServer server)
{
    [Fact]
    public async Task A_script_of_a_study_walks_from_its_login_to_pictures()
    {
        using var script = new Script(server.Url);
        await script.LogInAsync(server.Known.Email, server.Known.Password);
        await script.PrepareAsync();
        using var socket = await script.ListenAsync();
        await script.UploadAsync(ClientServer.Face);
        var told = await Script.UntilFinishedAsync(socket);
        told.ShouldContain("redness");
        var shown = await script.ResultsAsync();
        shown.ShouldBeSubsetOf(told);
        shown.ShouldContain("eye_bags");
        var picture = await script.PictureAsync("redness");
        Photos.Size(picture).ShouldBe(Photos.Size(ClientServer.Face));
        await script.CleanUpAsync();
    }

    private sealed class Script(Uri address) : OthersClient(address, "Authorization")
    {
        // Written into the script years ago.
        private const string Application = "8b5b3acc-480b-4412-8d2c-ebe6ab4384d7";

        private string _user = "";
        private string _company = "";
        private string _dataset = "";
        private string _batches = "";
        private string _batch = "";
        private string _image = "";

        public async Task LogInAsync(string user, string password)
        {
            var session = await CallAsync("POST", "/api/v1/auth/login/", $$"""{"username":"{{user}}","password":"{{password}}"}""");
            (Token, _user, _company) = (Text(session, "access_token"), Text(session, "id"), Text(session, "company_id"));
        }

        public async Task PrepareAsync()
        {
            var company = $"/api/v1/companies/{_company}";
            _dataset = Text(await CallAsync("POST", $"{company}/datasets/", """{"name":"Study","expire_images_after_days":30}"""), "id");
            await CallAsync("POST", $"{company}/applications/{Application}/runs/", $$"""{"dataset_id":"{{_dataset}}"}""");
            var found = await GetAsync($"{company}/datasets/{_dataset}/");
            found.GetProperty("connected_applications").GetArrayLength().ShouldBe(1);
            var subjects = $"{company}/datasets/{_dataset}/subjects/";
            var subject = Text(await CallAsync("POST", subjects, """{"name":"S-001","biological_sex":null,"birth_date":null}"""), "id");
            (await GetAsync(subjects)).GetProperty("results").GetArrayLength().ShouldBe(1);
            _batches = $"{subjects}{subject}/batches/";
            _batch = Text(await CallAsync("POST", _batches), "id");
        }

        public async Task<ClientWebSocket> ListenAsync()
        {
            var socket = new ClientWebSocket();
            socket.Options.SetRequestHeader("Cookie", $"authorization={Token}");
            await socket.ConnectAsync(new Uri($"ws://{Address.Authority}/notifications/?user_id={_user}"), default);
            return socket;
        }

        public async Task UploadAsync(byte[] photo)
        {
            var file = new ByteArrayContent(photo);
            file.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
            using var form = new MultipartFormDataContent
            {
                { new StringContent("1"), "side_id" },
                { new StringContent("1"), "light_id" },
                { file, "image", "S-001.jpg" },
            };
            _image = Text(await CallAsync("POST", $"{_batches}{_batch}/images/", form), "id");
        }

        // The names of algorithms that were told of before the batch was.
        public static async Task<List<string>> UntilFinishedAsync(ClientWebSocket socket)
        {
            using var soon = new CancellationTokenSource(TimeSpan.FromMinutes(3));
            var (buffer, names) = (new byte[10_000], new List<string>());
            for (; ; )
            {
                var received = await socket.ReceiveAsync(buffer, soon.Token);
                var message = JsonDocument.Parse(Encoding.UTF8.GetString(buffer, 0, received.Count)).RootElement;
                if (Text(message, "event") == "batch.finished")
                    return names;
                names.Add(Text(message, "algorithm_tech_name"));
            }
        }

        public async Task<List<string>> ResultsAsync()
        {
            var list = await GetAsync($"{_batches}{_batch}/images/{_image}/results/?application_id={Application}");
            return [.. list.EnumerateArray().Select(item => Text(item.GetProperty("result"), "algorithm_tech_name"))];
        }

        public async Task<byte[]> PictureAsync(string algorithm)
        {
            var answer = await CallAsync(
                "POST",
                $"/service/rasterisation/v4/masks/?company_id={_company}",
                $$"""{"image_id":"{{_image}}","image_type":"original","masks":[{"algorithm_tech_name":"{{algorithm}}"}]}"""
            );
            return await DownloadAsync(Text(answer[0], "masked_image_url"));
        }

        public async Task CleanUpAsync() => Text(await CallAsync("DELETE", $"{_batches}{_batch}/", "{}"), "id").ShouldBe(_batch);

        private Task<JsonElement> GetAsync(string path) => CallAsync("GET", path, "[]");
    }
}
