using System;
using System.Diagnostics;
using System.Net;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Cutis.Server.Tests;

/// <summary>The worked examples of docs/plugins.md, as an operator would set them up; and plug-ins that misbehave.</summary>
public class PluginServerTests : TestServer, IAsyncLifetime
{
    private static readonly string Docs = Path.Combine(OpenApi.Root, "docs/plugins");
    private readonly string _folder = Directory.CreateTempSubdirectory("cutis-plugins-").FullName;
    private readonly HttpListener _bad = new();
    private readonly Process _python;

    public PluginServerTests()
    {
        // The example's analyser, on a free port.
        _python = Process.Start(
            new ProcessStartInfo("python3", [Path.Combine(Docs, "http/analyser.py"), "0"])
            {
                RedirectStandardOutput = true,
                UseShellExecute = false,
            }
        )!;
        var port = _python.StandardOutput.ReadLine()!.Split(' ')[^1];
        var badPort = FreePort();
        _bad.Prefixes.Add($"http://127.0.0.1:{badPort}/");
        _bad.Start();
        _ = AnswerBadlyAsync();
        foreach (var kind in new[] { "tflite", "onnx", "http" })
        {
            Directory.CreateDirectory(Path.Combine(_folder, kind));
            foreach (var file in Directory.GetFiles(Path.Combine(Docs, kind)))
                File.Copy(file, Path.Combine(_folder, kind, Path.GetFileName(file)));
        }

        var manifest = Path.Combine(_folder, "http/manifest.json");
        File.WriteAllText(manifest, File.ReadAllText(manifest).Replace("8642", port));
        foreach (var bad in new[] { "nonsense", "mistake", "other", "status", "slow", "huge", "text" })
            Add(
                "bad_" + bad,
                $$"""
                {"kind":"http","tech_name":"bad_{{bad}}","address":"http://127.0.0.1:{{badPort}}/{{bad}}",
                "timeout_seconds":{{(bad == "slow" ? 1 : 30)}}}
                """
            );
        Add("gone", $$"""{"kind":"http","tech_name":"gone","address":"http://127.0.0.1:{{FreePort()}}/"}""");
        Add("broken", """{"kind":"tflite","tech_name":"broken"}""", ("model.tflite", "no model"u8.ToArray()));
        Add(
            "twice",
            File.ReadAllText(Path.Combine(Docs, "tflite/manifest.json")),
            ("model.tflite", File.ReadAllBytes(Path.Combine(Docs, "tflite/model.tflite")))
        );
        Settings["Analysis:Plugins"] = _folder;
    }

    async Task IAsyncLifetime.DisposeAsync()
    {
        await DisposeAsync();
        _python.Kill();
        _python.Dispose();
        _bad.Close();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Every_kind_of_plug_in_answers_and_one_that_fails_fails_alone()
    {
        var photo = File.ReadAllBytes(Path.Combine(OpenApi.Root, "src/Cutis.Platform/Demo/photo.jpg"));
        var image = await UploadAsync(photo);
        const string body = """
            {"algorithms":["redder","redder_onnx","middle","bad_nonsense","bad_mistake","bad_other","bad_status","bad_slow",
            "bad_huge","bad_text","gone","redness"]}
            """;
        (await SendAsync("POST", $"{Company}/images/{image}/compute/", Json(body))).Status.ShouldBe(202);
        JsonElement done = default;
        var known = new List<int>();
        for (
            var i = 0;
            i < 400 && (done.ValueKind == JsonValueKind.Undefined || done.GetProperty("status").GetString() is not ("done" or "failed"));
            i++
        )
        {
            await Task.Delay(50);
            known.Add((await SendAsync("GET", $"{Company}/images/{image}/results/")).Json.GetArrayLength());
            done = (await SendAsync("GET", $"{Company}/images/{image}/compute/")).Json;
        }

        known.ShouldBe(known.Order());
        known.ShouldContain(3, "what is built in, and models, are known while an analyser keeps one waiting");

        var states = done.GetProperty("algorithms")
            .EnumerateArray()
            .ToDictionary(
                a => a.GetProperty("algorithm_tech_name").GetString()!,
                a => $"{a.GetProperty("status")} {a.GetProperty("error")}"
            );
        foreach (var name in new[] { "redder", "redder_onnx", "middle", "redness" })
            states[name].ShouldBe("done ");
        states["bad_nonsense"].ShouldBe("failed The plug-in did not answer JSON");
        states["bad_mistake"].ShouldContain("masks_restored[0].mask_type");
        states["bad_text"].ShouldContain("later.x");
        states["bad_other"].ShouldContain("answered for \"pores\"");
        states["bad_status"].ShouldContain("status 500");
        states["bad_slow"].ShouldContain("within 1 seconds");
        states["bad_huge"].ShouldContain("bytes");
        states["gone"].ShouldContain("could not be reached");

        foreach (var type in new[] { "original", "restored" })
        {
            var masks = await MasksOfAsync(
                image,
                """[{"algorithm_tech_name":"redder"},{"algorithm_tech_name":"redder_onnx"},{"algorithm_tech_name":"middle"}]""",
                type
            );
            foreach (var mask in masks)
            {
                mask.GetProperty("feedback").GetProperty("shapes").GetInt32().ShouldBeGreaterThan(0, mask.ToString());
                (await PictureAsync(mask)).Length.ShouldBeGreaterThan(10_000);
            }
        }

        // The same model in two runtimes says the same.
        string Heat(string name) =>
            SendAsync("GET", $"{Company}/images/{image}/results/{name}/")
                .GetAwaiter()
                .GetResult()
                .Json.GetProperty("area_results")[0]
                .GetProperty("main_metric")
                .GetProperty("value")
                .ToString();
        Heat("redder_onnx").ShouldBe(Heat("redder"));
    }

    [Fact]
    public async Task Plug_ins_that_cannot_be_loaded_are_listed_with_the_reason()
    {
        var list = (await SendAsync("GET", "/api/v1/dicts/algorithms/", token: "")).Json;
        OpenApi.ShouldFit(list, "Algorithm", isList: true);
        var plugins = list.EnumerateArray().Where(a => a.GetProperty("source").GetString() == "plugin").ToArray();
        plugins.Count(p => p.GetProperty("available").GetBoolean()).ShouldBe(11);
        var reasons = plugins
            .Where(p => !p.GetProperty("available").GetBoolean())
            .Select(p => p.GetProperty("reason").GetString()!)
            .Order()
            .ToArray();
        reasons.Length.ShouldBe(2);
        reasons[0].ShouldContain("another plug-in answers for redder");
        reasons[1].ShouldContain("not a TFLite file");
        (await SendAsync("POST", $"{Company}/images/{Known.DemoImageId}/compute/", Json("""{"algorithms":["broken"]}"""))).Status.ShouldBe(
            400
        );
    }

    private void Add(string name, string manifest, params (string Name, byte[] Data)[] files)
    {
        Directory.CreateDirectory(Path.Combine(_folder, name));
        File.WriteAllText(Path.Combine(_folder, name, "manifest.json"), manifest);
        foreach (var (file, data) in files)
            File.WriteAllBytes(Path.Combine(_folder, name, file), data);
    }

    private async Task AnswerBadlyAsync()
    {
        while (_bad.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _bad.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            _ = Task.Run(async () =>
            {
                try
                {
                    var (status, text) = context.Request.Url!.AbsolutePath switch
                    {
                        "/nonsense" => (200, "<html>"),
                        "/mistake" => (200, """{"algorithm_tech_name":"bad_mistake","masks_restored":[{"mask_type":"x","features":[]}]}"""),
                        "/text" => (200, """{"algorithm_tech_name":"bad_text","later":{"x":"\ud800"}}"""),
                        "/other" => (200, """{"algorithm_tech_name":"pores"}"""),
                        "/status" => (500, "{}"),
                        "/huge" => (200, new string(' ', 40 << 20)),
                        _ => (0, ""),
                    };
                    if (status == 0)
                    {
                        await Task.Delay(TimeSpan.FromSeconds(5));
                        status = 200;
                    }

                    context.Response.StatusCode = status;
                    await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(text));
                    context.Response.Close();
                }
                catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or IOException)
                {
                    // It no longer listens.
                }
            });
        }
    }

    private static int FreePort()
    {
        var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        return port;
    }
}
