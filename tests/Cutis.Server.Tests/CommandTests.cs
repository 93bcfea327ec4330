using System;
using System.Net.Http.Json;
using System.Text.Json;
using Cutis.Imaging.Core;
using Cutis.Imaging.Photos;
using Cutis.Onnx;
using Cutis.Platform.Analysis;
using Cutis.Platform.Configuration;
using Cutis.Server.Host;
using Cutis.Server.Security;

namespace Cutis.Server.Tests;

/// <summary>The commands, as a person runs them.</summary>
public class CommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cutis-command-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string In(string name) => Path.Combine(_folder, name);

    private Task<(int Code, string Output)> RunAsync(params string[] arguments) => ServerProcess.RunAsync(In("data"), arguments);

    [Fact]
    public async Task Demo_writes_every_picture_and_a_table()
    {
        var (code, output) = await RunAsync("demo", "-o", In("demo"));
        code.ShouldBe(0, output);
        var files = Directory.GetFiles(In("demo")).Select(Path.GetFileNameWithoutExtension).Order().ToArray();
        files.ShouldBe([
            "acne",
            "eye_area_condition",
            "facial_landmarks",
            "front_face_areas",
            "lines",
            "pigmentation",
            "redness",
            "skin_areas",
            "uniformness",
        ]);
        foreach (var file in Directory.GetFiles(In("demo")))
            Photo.TryOpen(File.ReadAllBytes(file), new PhotoLimits(), out _, out _).ShouldBeTrue(file);
        foreach (var word in new[] { "algorithm", "metric", "shapes", "ms", "file", "Lines score" })
            output.ShouldContain(word);
        Directory.Exists(In("data")).ShouldBeFalse("it uses a data folder of its own");
    }

    [Fact]
    public async Task Files_that_cannot_be_read_or_written_are_told_in_one_sentence()
    {
        var photo = Path.Combine(OpenApi.Root, "src/Cutis.Platform/Demo/photo.jpg");
        File.WriteAllText(In("file"), "");
        (string[] Arguments, string Sentence)[] all =
        [
            (["analyse", In("nope.jpg")], $"{In("nope.jpg")} does not exist, or this user may not see it."),
            (["analyse", _folder], $"{_folder} is a folder. Name a file."),
            (["analyse", photo, "-o", In("file")], $"{In("file")} is a file. Name a folder."),
            (["analyse", photo, "-o", "/proc/none"], "The folder /proc/none cannot be made: there is no such file or folder."),
            (["render", photo, In("nope.json")], $"{In("nope.json")} does not exist, or this user may not see it."),
            (["render", photo, _folder], $"{_folder} is a folder. Name a file."),
        ];
        foreach (var (arguments, sentence) in all)
        {
            var (code, output) = await RunAsync(arguments);
            code.ShouldBe(1, output);
            output.Trim().Split('\n')[^1].ShouldBe(sentence);
        }
    }

    [Fact]
    public async Task A_data_folder_where_nothing_can_be_is_told_in_one_sentence()
    {
        using var process = new ServerProcess("/proc/none", "serve");
        (await process.ExitAsync()).ShouldBe(1);
        await Task.Delay(50);
        process.Output.Trim().ShouldBe("The data folder /proc/none (CUTIS_DATA) cannot be written to: there is no such file or folder.");
    }

    [Fact]
    public async Task Analyse_and_render_draw_without_a_server_as_the_server_does()
    {
        var photo = Path.Combine(OpenApi.Root, "src/Cutis.Platform/Demo/photo.jpg");
        var (code, output) = await RunAsync("analyse", photo, "-o", In("analysed"));
        code.ShouldBe(0, output);
        output.ShouldContain("1 faces");
        Photo.TryOpen(File.ReadAllBytes(In("analysed/restored.jpg")), new PhotoLimits(), out _, out _).ShouldBeTrue();
        (code, output) = await RunAsync("render", photo, In("analysed/results.json"), "-o", In("out"));
        code.ShouldBe(0, output);
        output.ShouldContain("quality: has no mask");
        await RunAsync("demo", "-o", In("demo"));
        ShouldBeSameFiles(In("demo"), In("analysed"));
        // Where a result says the colours of the contract, those are drawn; of areas and landmarks it says none.
        using var contract = new ServerProcess(In("data"), [("CUTIS__RASTERISATION__STYLE", "contract")], "demo", "-o", In("contract"));
        (await contract.ExitAsync()).ShouldBe(0, contract.Output);
        File.Delete(In("contract/facial_landmarks.jpg"));
        File.Delete(In("contract/front_face_areas.jpg"));
        ShouldBeSameFiles(In("contract"), In("out"));
    }

    private static void ShouldBeSameFiles(string expected, string actual)
    {
        var files = Directory.GetFiles(expected);
        files.Length.ShouldBeGreaterThan(5);
        foreach (var file in files)
            File.ReadAllBytes(Path.Combine(actual, Path.GetFileName(file)))
                .AsSpan()
                .SequenceEqual(File.ReadAllBytes(file))
                .ShouldBeTrue(file);
    }

    [Fact]
    public async Task Analysis_says_the_same_on_every_instruction_set_and_on_one_core()
    {
        var photo = Path.Combine(OpenApi.Root, "src/Cutis.Platform/Demo/photo.jpg");
        var switches = new[]
        {
            ("", ""),
            ("DOTNET_EnableAVX512", "0"),
            ("DOTNET_EnableAVX2", "0"),
            ("DOTNET_EnableAVX", "0"),
            ("DOTNET_EnableHWIntrinsic", "0"),
            ("DOTNET_PROCESSOR_COUNT", "1"),
            ("DOTNET_PROCESSOR_COUNT", "2"),
        };
        foreach (var (name, value) in switches)
        {
            using var process = new ServerProcess(
                In("data"),
                name.Length == 0 ? [] : [(name, value)],
                "analyse",
                photo,
                "-o",
                In("analysed" + name + value)
            );
            (await process.ExitAsync()).ShouldBe(0, process.Output);
            File.ReadAllText(In($"analysed{name}{value}/results.json")).ShouldBe(File.ReadAllText(In("analysed/results.json")), name);
            File.ReadAllBytes(In($"analysed{name}{value}/restored.jpg")).ShouldBe(File.ReadAllBytes(In("analysed/restored.jpg")), name);
        }
    }

    [Fact]
    public async Task Analyse_says_what_is_wrong()
    {
        File.WriteAllBytes(In("grey.png"), Photos.GreyPng);
        (await RunAsync("analyse", In("grey.png"), "-o", In("out"))).ShouldSatisfyAllConditions(
            r => r.Code.ShouldBe(1),
            r => r.Output.ShouldContain("no face was found")
        );
        (await RunAsync("analyse", In("none.png"), "-o", In("out"))).Code.ShouldBe(1);
    }

    [Fact]
    public async Task Pictures_are_the_same_bytes_on_every_instruction_set()
    {
        var assets = Path.Combine(OpenApi.Root, "tests/Cutis.Server.Tests/Assets");
        var switches = new[] { "", "DOTNET_EnableAVX512", "DOTNET_EnableAVX2", "DOTNET_EnableHWIntrinsic" };
        foreach (var off in switches)
        {
            using var process = new ServerProcess(
                In("data"),
                off.Length == 0 ? [] : [(off, "0")],
                "render",
                Path.Combine(assets, "photo.jpg"),
                Path.Combine(assets, "results.json"),
                "-o",
                In("out" + off)
            );
            (await process.ExitAsync()).ShouldBe(0, process.Output);
            foreach (var file in Directory.GetFiles(In("out")))
                File.ReadAllBytes(Path.Combine(In("out" + off), Path.GetFileName(file))).ShouldBe(File.ReadAllBytes(file), $"{off} {file}");
        }
    }

    [Fact]
    public async Task Render_names_what_is_wrong()
    {
        File.WriteAllText(In("bad.json"), """{"algorithm_tech_name":"pores","masks_original":[{"mask_type":"x","features":[]}]}""");
        File.WriteAllText(In("no.json"), "no");
        var photo = Path.Combine(OpenApi.Root, "src/Cutis.Platform/Demo/photo.jpg");
        (await RunAsync("render", photo, In("bad.json"), "-o", In("out"))).ShouldSatisfyAllConditions(
            r => r.Code.ShouldBe(1),
            r => r.Output.ShouldContain("masks_original[0].mask_type")
        );
        (await RunAsync("render", photo, In("no.json"), "-o", In("out"))).ShouldSatisfyAllConditions(
            r => r.Code.ShouldBe(1),
            r => r.Output.ShouldContain("is not JSON")
        );
        (await RunAsync("render", In("no.json"), In("bad.json"), "-o", In("out"))).ShouldSatisfyAllConditions(
            r => r.Code.ShouldBe(1),
            r => r.Output.ShouldContain("must be a JPEG or a PNG")
        );
        (await RunAsync("render", In("none.jpg"), In("bad.json"), "-o", In("out"))).Code.ShouldBe(1);
        (await RunAsync("rnder")).ShouldSatisfyAllConditions(
            r => r.Code.ShouldBe(2),
            r => r.Output.ShouldContain("Unknown command: rnder")
        );
        (await RunAsync("keys", "rotate")).ShouldSatisfyAllConditions(
            r => r.Code.ShouldBe(1),
            r => r.Output.ShouldContain("start the server first")
        );
    }

    [Theory]
    [InlineData("rnder", "Unknown command: rnder. Did you mean render?")]
    [InlineData("keys rotat", "Unknown command: keys rotat. Did you mean rotate?")]
    [InlineData("keys", "./run keys needs one of: rotate")]
    [InlineData("analyse", "./run analyse needs PHOTO.")]
    [InlineData("render photo.jpg", "./run render needs RESULT.json.")]
    [InlineData("render", "./run render needs PHOTO and RESULT.json.")]
    [InlineData("analyse photo.jpg --ouput x", "./run analyse has no option --ouput. Did you mean --output?")]
    [InlineData("companies create", "./run companies create needs NAME.")]
    public async Task A_wrong_command_line_says_what_is_missing_and_what_is_near(string line, string message)
    {
        var (code, output) = await RunAsync(line.Split(' '));
        code.ShouldBe(2, output);
        output.ShouldContain(message);
        output.ShouldContain("./run");
        Directory.Exists(In("data")).ShouldBeFalse("nothing is begun");
    }

    [Fact]
    public async Task Every_command_has_help_and_options_come_in_any_order()
    {
        var (code, overview) = await RunAsync("help");
        code.ShouldBe(0);
        foreach (
            var command in new[] { "serve", "demo", "analyse", "render", "evaluate", "keys rotate", "tokens create", "companies list" }
        )
        {
            overview.ShouldContain($"./run {command}");
            var (helped, help) = await RunAsync([.. command.Split(' '), "--help"]);
            helped.ShouldBe(0);
            help.ShouldContain($"./run {command}");
        }

        File.WriteAllBytes(In("grey.png"), Photos.GreyPng);
        (await RunAsync("analyse", "-o", In("out"), In("grey.png"))).Output.ShouldContain("no face was found");
        (await RunAsync("analyse", $"--output={In("out")}", In("grey.png"))).Output.ShouldContain("no face was found");
    }

    [Fact]
    public async Task Without_libwebp_the_field_format_says_so()
    {
        // The loader takes the first file of that name, and this one is none it can load.
        Directory.CreateDirectory(In("lib"));
        File.WriteAllText(In("lib/libwebp.so.7"), "no library");
        using var server = new ServerProcess(In("data"), [("LD_LIBRARY_PATH", In("lib"))]);
        var (client, known) = await server.ReadyAsync();
        using (client)
        {
            var images = JsonDocument.Parse(await client.GetStringAsync($"/api/v1/companies/{known.CompanyId}/images/")).RootElement;
            var image = images.GetProperty("results")[0].GetProperty("id").GetString();
            foreach (var (format, status) in new[] { ("webp", 422), ("jpeg", 200) })
            {
                var body = JsonContent.Create(new { image_id = image, masks = new[] { new { algorithm_tech_name = "redness", format } } });
                var answer = await client.PostAsync($"/service/rasterisation/v4/masks/?company_id={known.CompanyId}", body);
                var text = await answer.Content.ReadAsStringAsync();
                ((int)answer.StatusCode).ShouldBe(status, text);
                if (format == "webp")
                    text.ShouldContain("WebP needs libwebp, which this server does not have; use 'jpeg' or 'png'");
            }
        }
    }

    [Fact]
    public async Task The_server_logs_json_without_secrets()
    {
        using var server = new ServerProcess(In("data"));
        var (client, known) = await server.ReadyAsync();
        using (client)
        {
            await Task.Delay(200);
            if (!OperatingSystem.IsWindows())
                File.GetUnixFileMode(In("data")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            var masks = JsonContent.Create(new { image_id = known.DemoImageId, masks = new[] { new { algorithm_tech_name = "lines" } } });
            var answer = await client.PostAsync($"/service/rasterisation/v4/masks/?company_id={known.CompanyId}", masks);
            var url = JsonDocument
                .Parse(await answer.Content.ReadAsByteArrayAsync())
                .RootElement[0]
                .GetProperty("masked_image_url")
                .GetString()!;
            (await client.GetAsync(url)).EnsureSuccessStatusCode();
            (await client.GetAsync(url + "x")).StatusCode.ShouldBe(System.Net.HttpStatusCode.Forbidden);
            (await RunAsync("keys", "rotate")).Code.ShouldBe(0);
            (await client.GetAsync(url)).EnsureSuccessStatusCode();

            var token = (await RunAsync("tokens", "create", "phone")).Output.Split('\n')[0];
            client.DefaultRequestHeaders.Authorization = new("Bearer", token);
            (await client.GetAsync($"/api/v1/companies/{known.CompanyId}/images/")).EnsureSuccessStatusCode();
            var company = (await RunAsync("companies", "create", "Clinic")).Output.Split('\n')[0];
            (await client.GetAsync($"/api/v1/companies/{company}/images/")).EnsureSuccessStatusCode();
            (await RunAsync("companies", "list")).Output.ShouldContain("Clinic");
            (await RunAsync("tokens", "list")).Output.ShouldContain("phone");
            (await RunAsync("tokens", "revoke", "2")).Code.ShouldBe(0);
            (await client.GetAsync($"/api/v1/companies/{known.CompanyId}/images/")).StatusCode.ShouldBe(
                System.Net.HttpStatusCode.Unauthorized
            );

            (await server.StopAsync()).ShouldBe(0);
            var log = server.Output.Split('\n').Where(l => l.StartsWith('{')).ToArray();
            log.Length.ShouldBeGreaterThan(4);
            foreach (var line in log)
                JsonDocument.Parse(line).Dispose();
            var text = string.Join('\n', log);
            text.ShouldContain("/files/companies/{company:guid}/images/{image:guid}/masked/{recipe}/{name}");
            text.ShouldContain("RequestId");
            log.ShouldNotContain(l => l.Contains("TokenAuthentication", StringComparison.Ordinal), "the request's own line tells it");
            log.Select(l => JsonDocument.Parse(l).RootElement.GetProperty("State"))
                .Any(s =>
                    s.TryGetProperty("Route", out var route)
                    && route.GetString() == "/service/rasterisation/v4/masks/"
                    && s.GetProperty("Token").GetInt32() == 1
                    && s.GetProperty("Image").ToString() == $"{known.DemoImageId}"
                )
                .ShouldBeTrue(text);
            foreach (var secret in new[] { "signature=", known.PrivateToken, known.Password, token, url.Split('?')[0][^40..] })
                text.ShouldNotContain(secret);
        }
    }

    [Theory]
    [InlineData("Files:Lifetime", "8.00:00:00", "Files:Lifetime must be from 1 second to 7 days, not 8.00:00:00")]
    [InlineData("Files:Lifetime", "7.00:00:00", "Files:Lifetime and Files:Window must together be at most 7 days, not 7.00:15:00")]
    [InlineData("Files:PublicUrl", "masks.example.org", "Files:PublicUrl must be an http or https address, not \"masks.example.org\"")]
    [InlineData("Images:MaxBytes", "0", "Images:MaxBytes must be from 1 to 1073741824, not 0")]
    [InlineData("Images:MaxSide", "many", "Failed to convert configuration value 'many' at 'Images:MaxSide' to type 'System.Int32'.")]
    [InlineData("Images:MaxByte", "1", "Images:MaxByte is not a known setting; did you mean CUTIS__IMAGES__MAXBYTES?")]
    [InlineData("Image:MaxBytes", "1", "Image is not a known group of settings")]
    [InlineData("Rasterisation:Queue", "-1", "Rasterisation:Queue must be 0 or more, not -1")]
    [InlineData("RateLimit:Burst", "0", "RateLimit:Burst must be 1 or more, not 0")]
    [InlineData("Server:MaxConnections", "0", "Server:MaxConnections must be 1 or more, not 0")]
    [InlineData("Server:Drain", "-00:00:01", "Server:Drain must be from 0 to 10 minutes, not -00:00:01")]
    public void A_wrong_setting_is_named(string key, string value, string message) =>
        Should
            .Throw<SettingsException>(() =>
                CutisApp.Build(new ServerSettings("http://127.0.0.1:0", In("data")), [new(key, value)], quiet: true)
            )
            .Message.ShouldBe(message);

    [Fact]
    public void As_many_requests_come_back_in_a_minute_as_are_allowed()
    {
        for (var allowed = 1; allowed < 20_000; allowed += 7)
        {
            var (requests, period) = new RateLimitOptions { PerMinute = allowed }.Refill;
            (requests / period.TotalMinutes).ShouldBe(allowed, 0.001 * allowed);
            period.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMilliseconds(99));
        }
    }

    [Theory]
    [InlineData(
        "Load model from /opt/cutis/plug ins/acne/model.onnx failed: /opt/x.so: bad",
        "Load model from model.onnx failed: x.so: bad"
    )]
    [InlineData(@"open C:\models\a.onnx", "open a.onnx")]
    [InlineData("dims 3/4 and a/b stay, http://x/y too", "dims 3/4 and a/b stay, http://x/y too")]
    public void Messages_of_native_libraries_are_told_without_folders(string message, string told) =>
        NativeMessage.WithoutFolders(message).ShouldBe(told);
}
