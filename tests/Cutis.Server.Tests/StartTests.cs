using System;
using System.Net;
using System.Net.Sockets;
using Cutis.Platform.Configuration;
using Cutis.Platform.Demo;
using Cutis.Server.Host;
using Microsoft.Data.Sqlite;

namespace Cutis.Server.Tests;

/// <summary>A start that cannot be ends with one sentence and an exit code; a start that can be leaves nothing open to others.</summary>
public class StartTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cutis-start-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string In(string name) => Path.Combine(_folder, name);

    [Theory]
    [InlineData("CUTIS_DATA", "", 2, "CUTIS_DATA is empty")]
    [InlineData("CUTIS_DATA", "  ", 2, "CUTIS_DATA is empty")]
    [InlineData("CUTIS_DTA", "x", 2, "CUTIS_DTA is not a known setting; did you mean CUTIS_DATA?")]
    [InlineData("CUTIS_FILES_LIFETIME", "02:00:00", 2, "CUTIS_FILES_LIFETIME is not a known setting; did you mean CUTIS__FILES__LIFETIME?")]
    [InlineData(
        "CUTIS__FILES__LIFETIM",
        "02:00:00",
        2,
        "CUTIS__FILES__LIFETIM is not a known setting; did you mean CUTIS__FILES__LIFETIME?"
    )]
    [InlineData(
        "CUTIS__FILE__LIFETIME",
        "02:00:00",
        2,
        "CUTIS__FILE__LIFETIME is not a known setting; did you mean CUTIS__FILES__LIFETIME?"
    )]
    [InlineData("CUTIS__URLS", "x", 2, "CUTIS__URLS is not a known setting; did you mean CUTIS_URLS?")]
    [InlineData("CUTIS_WEATHER_TODAY", "x", 2, "CUTIS_WEATHER_TODAY is not a known setting.")]
    [InlineData("CUTIS__LOG__FORMAT", "xml", 2, "Log:Format must be auto, json or text, not \"xml\"")]
    [InlineData("CUTIS__IMAGES__MAXBYTES", "many", 2, "'many'")]
    [InlineData("CUTIS_URLS", "nonsense", 2, "CUTIS_URLS must be addresses")]
    [InlineData("CUTIS_URLS", "https://127.0.0.1:0", 2, "CUTIS_URLS must be addresses")]
    [InlineData(
        "CUTIS_URLS",
        "http://192.0.2.7:5080",
        1,
        "The server cannot listen on http://192.0.2.7:5080: cannot assign requested address. Name another URL in CUTIS_URLS."
    )]
    public async Task A_wrong_setting_is_named_with_the_nearest_right_one(string name, string value, int exitCode, string sentence)
    {
        using var server = new ServerProcess(In("data"), [(name, value)]);
        await ShouldEndAsync(server, exitCode, sentence);
    }

    [Theory]
    [InlineData("a file", "is a file. Name a folder.")]
    [InlineData("a broken database", "is damaged, or is no database")]
    [InlineData("a newer database", "was made by a newer version of Cutis")]
    [InlineData("broken keys", "signing-keys.json")]
    [InlineData("broken credentials", "credentials.json is damaged. Delete it")]
    [InlineData("credentials of nobody", "credentials.json is damaged. Delete it")]
    [InlineData("a folder of credentials", "credentials.json is a folder. Move it away")]
    [InlineData("a held database", "is held by another program")]
    public async Task A_data_folder_that_cannot_be_used_is_explained(string what, string sentence)
    {
        var data = In("data");
        using var held = SpoiltFolder.Create(data, what);
        using var server = new ServerProcess(data);
        await ShouldEndAsync(server, 1, sentence);
    }

    [Fact]
    public async Task A_data_folder_that_is_read_only_is_explained()
    {
        using var server = ServerProcess.OnDiskOfItsOwn(_folder, "ro");
        await ShouldEndAsync(server, 1, "cannot be written to");
    }

    [Fact]
    public async Task A_port_that_is_taken_is_explained()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        using var server = new ServerProcess(In("data"), [("CUTIS_URLS", $"http://{taken.LocalEndpoint}")]);
        await ShouldEndAsync(server, 1, "address already in use. Stop the program that listens there, or name another URL in CUTIS_URLS.");
        Directory.Exists(In("data")).ShouldBeFalse("nothing is begun");
    }

    [Fact]
    public async Task A_start_that_fails_within_ends_at_once()
    {
        var settings = new ServerSettings("http://127.0.0.1:0", In("data"));
        var app = CutisApp.Build(settings, quiet: true);
        File.Exists(In("data/cutis.db")).ShouldBeFalse("a server that is only built migrates nothing");
        await Should.ThrowAsync<StartException>(() =>
            FirstStart.RunAsync(app.Services, settings, default, (_, _, _) => throw new StartException("No."))
        );
        await app.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));

        // And where everything runs but the port.
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        settings = settings with { Urls = $"http://{taken.LocalEndpoint}" };
        app = CutisApp.Build(settings, quiet: true);
        await FirstStart.RunAsync(app.Services, settings, default, GraceHopper.AddAsync);
        await Should.ThrowAsync<IOException>(() => app.StartAsync());
        await app.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_folder_that_was_there_before_is_closed_to_others_with_all_that_is_in_it()
    {
        var all = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        var open = all | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        Directory.CreateDirectory(In("data"), open);
        File.SetUnixFileMode(In("data"), open);
        var folder = Directory.CreateDirectory(Path.Combine(In("data"), "plugins", "deep"), open).FullName;
        File.WriteAllText(Path.Combine(folder, "file"), "");
        foreach (var entry in (string[])[folder, Path.GetDirectoryName(folder)!, Path.Combine(folder, "file")])
            File.SetUnixFileMode(entry, open);
        var foreign = In("foreign");
        File.WriteAllText(foreign, "");
        File.SetUnixFileMode(foreign, open);
        File.CreateSymbolicLink(Path.Combine(folder, "link"), foreign);
        using var server = new ServerProcess(In("data"));
        var (client, known) = await server.ReadyAsync();
        using (client)
            (
                await client.PostAsync($"/api/v1/companies/{known.CompanyId}/images/", new ByteArrayContent(Photos.GreyPng))
            ).EnsureSuccessStatusCode();
        File.GetUnixFileMode(In("data")).ShouldBe(all);
        var entries = Directory.GetFileSystemEntries(In("data"), "*", SearchOption.AllDirectories);
        entries.Length.ShouldBeGreaterThan(10);
        foreach (var entry in entries)
            if (File.ResolveLinkTarget(entry, returnFinalTarget: false) is null)
                (File.GetUnixFileMode(entry) & ~all).ShouldBe(UnixFileMode.None, entry);
        File.GetUnixFileMode(foreign).ShouldBe(open, "what a link leads to belongs to others");
    }

    [Fact]
    public async Task No_token_is_printed_and_the_ready_line_works_and_credentials_follow_the_url()
    {
        foreach (var format in new[] { "text", "json" })
        {
            using var server = new ServerProcess(In("data"), [("CUTIS__LOG__FORMAT", format)]);
            var (client, known) = await server.ReadyAsync();
            using (client)
            {
                await Task.Delay(200);
                var address = client.BaseAddress!.ToString().TrimEnd('/');
                known.Url.ShouldBe(address);
                File.ReadAllText(Credentials.ShellPathIn(In("data"))).ShouldContain($"URL='{address}'");
                if (format == "text")
                {
                    var line = server.Output.Split('\n').Single(l => l.Contains("curl ", StringComparison.Ordinal));
                    var start = new System.Diagnostics.ProcessStartInfo("sh", ["-c", line])
                    {
                        UseShellExecute = false,
                        RedirectStandardOutput = true,
                    };
                    using var shell = System.Diagnostics.Process.Start(start)!;
                    var answer = System.Text.Json.JsonDocument.Parse(await shell.StandardOutput.ReadToEndAsync()).RootElement;
                    (await client.GetAsync(answer[0].GetProperty("masked_image_url").GetString())).EnsureSuccessStatusCode();
                }
                else
                {
                    foreach (var line in server.Output.Split('\n'))
                        System.Text.Json.JsonDocument.Parse(line).Dispose();
                }
            }

            (await server.StopAsync()).ShouldBe(0);
            server.Output.ShouldNotContain(known.PrivateToken[^20..]);
            server.Output.ShouldNotContain(known.Password);
        }
    }

    [Fact]
    public async Task While_it_stops_ready_is_503_and_requests_are_answered()
    {
        using var server = new ServerProcess(In("data"), [("CUTIS__SERVER__DRAIN", "00:00:05")]);
        var (client, known) = await server.ReadyAsync();
        using (client)
        {
            (await client.GetAsync("/health/ready")).StatusCode.ShouldBe(HttpStatusCode.OK);
            server.Terminate();
            HttpResponseMessage ready;
            do ready = await client.GetAsync("/health/ready");
            while (ready.StatusCode == HttpStatusCode.OK);
            ((int)ready.StatusCode, await ready.Content.ReadAsStringAsync()).ShouldBe((503, """{"detail":"stopping"}"""));
            (await client.GetAsync($"/api/v1/companies/{known.CompanyId}/images/")).StatusCode.ShouldBe(HttpStatusCode.OK);
            (await server.ExitAsync()).ShouldBe(0);
        }
    }

    [Fact]
    public async Task Commands_beside_a_server_disturb_no_upload()
    {
        using var server = new ServerProcess(In("data"));
        var (client, known) = await server.ReadyAsync();
        using (client)
        {
            using var end = new CancellationTokenSource();
            var uploads = Task.Run(async () =>
            {
                var statuses = new List<HttpStatusCode>();
                while (!end.IsCancellationRequested)
                    statuses.Add(
                        (
                            await client.PostAsync($"/api/v1/companies/{known.CompanyId}/images/", new ByteArrayContent(Photos.GreyPng))
                        ).StatusCode
                    );
                return statuses;
            });
            foreach (var command in new[] { "tokens list", "keys list" })
            {
                using var beside = new ServerProcess(In("data"), command.Split(' '));
                (await beside.ExitAsync()).ShouldBe(0, beside.Output);
            }

            await end.CancelAsync();
            var all = await uploads;
            all.Count.ShouldBeGreaterThan(5);
            all.ShouldAllBe(s => s == HttpStatusCode.Created);
        }
    }

    [Fact]
    public async Task A_client_that_leaves_while_it_sends_is_499_in_the_log_and_no_trace_and_the_log_is_an_audit()
    {
        using var server = new ServerProcess(In("data"));
        var (client, known) = await server.ReadyAsync();
        using (client)
        {
            for (var i = 0; i < 5; i++)
            {
                using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
                {
                    LingerState = new LingerOption(true, 0),
                };
                await socket.ConnectAsync(IPAddress.Loopback, client.BaseAddress!.Port);
                var request =
                    $"POST /api/v1/companies/{known.CompanyId}/images/ HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                    + $"Authorization: Bearer {known.PrivateToken}\r\nContent-Length: 100000\r\nExpect: "
                    + "100-continue\r\n\r\n";
                await socket.SendAsync(System.Text.Encoding.ASCII.GetBytes(request));
                // 100: the server reads.
                (await socket.ReceiveAsync(new byte[100])).ShouldBeGreaterThan(0);
                await socket.SendAsync(new byte[1000]);
                // With a lingering time of 0 this is a reset.
                socket.Close();
            }

            (await client.GetAsync($"/api/v1/companies/{known.CompanyId}/images/{known.DemoImageId}/")).EnsureSuccessStatusCode();
            for (var i = 0; i < 100 && server.Output.Split("\"Status\":499").Length < 6; i++)
                await Task.Delay(100);
            (await server.StopAsync()).ShouldBe(0);
            var output = server.Output;
            output.Split("\"Status\":499").Length.ShouldBeGreaterThanOrEqualTo(6, output);
            output.ShouldNotContain("   at ");
            output.ShouldNotContain("Exception");
            var line = output
                .Split('\n')
                .Select(l => System.Text.Json.JsonDocument.Parse(l).RootElement.GetProperty("State"))
                .Single(s => s.TryGetProperty("Image", out var image) && image.ToString() == $"{known.DemoImageId}");
            line.GetProperty("Token").GetInt32().ShouldBe(1);
            line.GetProperty("Company").ToString().ShouldBe($"{known.CompanyId}");
            line.GetProperty("Status").GetInt32().ShouldBe(200);
        }
    }

    private static async Task ShouldEndAsync(ServerProcess server, int exitCode, string sentence)
    {
        var code = await server.ExitAsync();
        await Task.Delay(100);
        code.ShouldBe(exitCode, server.Output);
        server.Output.ShouldContain(sentence);
        server.Output.ShouldNotContain("   at ");
        server.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(1, server.Output);
    }
}
