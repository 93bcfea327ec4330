using System;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Cutis.Bench;
using Cutis.Bench.Lists;
using Cutis.Bench.Soak;
using Cutis.Imaging.Photos;

// One process per question: `memory FILE` is measured in a process that does nothing else.
if (args is ["memory", var photoFile])
{
    var drawn = Work.Open(File.ReadAllBytes(photoFile));
    foreach (var mask in Inputs.Masks())
        Work.Draw(drawn, mask);
    Console.WriteLine(AlignedMemory.Peak("/proc/self/status"));
    return;
}

var portrait = Path.GetFullPath("tests/Cutis.Server.Tests/Assets/photo.jpg");
var folder = Directory.CreateTempSubdirectory("cutis-bench-").FullName;
var masks = Inputs.Masks();
var report = new Report();

(string Path, byte[] File) MakePhoto(int width, int height, int quality = 92)
{
    var path = Path.Combine(folder, $"{width}x{height}q{quality}.jpg");
    var ppm = Path.Combine(folder, "p.ppm");
    File.WriteAllBytes(ppm, Inputs.Ppm(portrait, width, height));
    File.WriteAllBytes(path, Tools.Run("cjpeg", "-quality", $"{quality}", "-sample", "2x2", ppm));
    return (path, File.ReadAllBytes(path));
}

if (args is ["soak", var seconds, ..])
{
    byte[][] uploads =
    [
        MakePhoto(3024, 4032).File,
        MakePhoto(1232, 1640).File,
        MakePhoto(1600, 2133).File,
        Tools.Run("convert", MakePhoto(1200, 1600).Path, "png:-"),
    ];
    var (section, isGood) = await SoakRun.MeasureAsync(
        Path.GetFullPath("artifacts/bin/Cutis.Server/release/cutis.dll"),
        uploads,
        masks,
        int.Parse(seconds, CultureInfo.InvariantCulture)
    );
    Console.WriteLine(section);
    if (args is [.., "--write", var page])
        File.WriteAllText(page, SoakRun.PutInto(File.ReadAllText(page), section));
    Directory.Delete(folder, recursive: true);
    Environment.ExitCode = isGood ? 0 : 1;
    return;
}

if (args is ["lists", var images, ..])
{
    var (section, isGood) = await ListsRun.MeasureAsync(
        Path.GetFullPath("artifacts/bin/Cutis.Server/release/cutis.dll"),
        int.Parse(images, CultureInfo.InvariantCulture)
    );
    Console.WriteLine(section);
    if (args is [.., "--write", var page])
        File.WriteAllText(page, Section.PutInto(File.ReadAllText(page), ListsRun.Heading, section));
    Directory.Delete(folder, recursive: true);
    Environment.ExitCode = isGood ? 0 : 1;
    return;
}

Console.WriteLine("Drawing on one core …");
var (jpg, file) = MakePhoto(3024, 4032);
var photo = Work.Open(file);
foreach (
    var (what, width, height, quality, rounds) in new[]
    {
        ("12 MP", 3024, 4032, 92, 15),
        ("2 MP", 1232, 1640, 92, 15),
        ("24 MP, quality 98", 4000, 6000, 98, 5),
        ("48 MP", 6000, 8000, 92, 5),
    }
)
{
    var (path, data) = width == 3024 ? (jpg, file) : MakePhoto(width, height, quality);
    using var turbo = new Turbo();
    var rgb = new byte[width * height * 3];
    turbo.Decode(data, rgb, width, height);
    var opened = Work.Open(data);
    var timing = new Timing(rounds);
    timing.Add("libjpeg-turbo: decode to RGB", () => turbo.Decode(data, rgb, width, height));
    timing.Add("libjpeg-turbo: encode", () => turbo.Encode(rgb, width, height, quality));
    timing.Add("Cutis: read", () => Work.Open(data));
    foreach (var mask in masks)
        timing.Add($"Cutis: {mask.Name}", () => Work.Draw(opened, mask));
    if (width == 3024)
    {
        timing.Add("Cutis: no mask", () => Work.Draw(opened, masks[0] with { Mask = masks[0].Mask with { Features = [] } }));
        var opacity = 0;
        timing.Add(
            "Cutis: polygons, of a new opacity each time",
            () => Work.Draw(opened, masks[0], alpha: .3 + (.004 * (++opacity % 100)))
        );
        timing.Add(
            "Cutis: read and five masks",
            () =>
            {
                var once = Work.Open(data);
                foreach (var mask in masks)
                    Work.Draw(once, mask);
            }
        );
        timing.Add(
            "Cutis: 24 masks, one thread",
            () =>
            {
                for (var i = 0; i < 24; i++)
                    Work.Draw(opened, masks[i % 5]);
            }
        );
        timing.Add(
            "Cutis: 24 masks, two threads",
            () => Parallel.For(0, 24, new ParallelOptions { MaxDegreeOfParallelism = 2 }, i => Work.Draw(opened, masks[i % 5]))
        );
        var png = Path.Combine(folder, "p.png");
        Tools.Run("convert", path, png);
        var (pngFile, pngPhoto) = (File.ReadAllBytes(png), Work.Open(File.ReadAllBytes(png)));
        timing.Add("Cutis: read the photo as PNG", () => Work.Open(pngFile));
        foreach (var mask in masks.Take(4))
            timing.Add($"Cutis: {mask.Name} on the PNG", () => Work.Draw(pngPhoto, mask));
        timing.Add("Cutis: heat map, two threads on one picture", () => Work.Draw(opened, masks[3], workers: 2));
    }

    report.AddCores(what, width, height, data.Length, timing.Run());
}

GC.Collect();
Console.WriteLine("Other programs …");
Export.Write(masks, 3024, 4032, folder);
var others = new Dictionary<string, Dictionary<string, double>>();
Dictionary<string, double> Numbers(JsonElement json) => json.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetDouble());
try
{
    others["OpenCV (Python script)"] = Numbers(
        JsonDocument
            .Parse(Tools.Run("/usr/bin/python3", "bench/tools/opencv_masks.py", jpg, Path.Combine(folder, "masks.json"), "3"))
            .RootElement
    );
    var node = JsonDocument
        .Parse(Tools.Run("node", "bench/tools/node_masks.mjs", jpg, Path.Combine(folder, "masks.json"), folder, "2"))
        .RootElement;
    others["Skia (@napi-rs/canvas)"] = Numbers(node.GetProperty("skia"));
    others["sharp + SVG (with decoding)"] = Numbers(node.GetProperty("sharp"));
    others["ImageMagick (command)"] = new()
    {
        ["pores"] = Least(
            2,
            () =>
                Tools.Run(
                    "convert",
                    jpg,
                    "-fill",
                    "rgba(1,11,102,0.5)",
                    "-draw",
                    Work.Mvg(masks[1], 3024),
                    "-quality",
                    "92",
                    Path.Combine(folder, "m.jpg")
                )
        ),
    };
    others["libvips composite2 (command)"] = masks.ToDictionary(
        mask => mask.Name,
        mask =>
            Least(
                2,
                () =>
                    Tools.Run(
                        "vips",
                        "composite2",
                        jpg,
                        Path.Combine(folder, mask.Name + ".svg"),
                        Path.Combine(folder, "v.jpg[Q=92]"),
                        "over"
                    )
            )
    );
}
catch (Exception e) when (e is System.ComponentModel.Win32Exception or InvalidOperationException)
{
    Console.WriteLine($"A program to compare with is missing: {e.Message}");
}

report.AddOthers(others);
Console.WriteLine("Memory and HTTP …");
report.Memory =
    double.Parse(
        Encoding.ASCII.GetString(Tools.Run(Environment.ProcessPath!, typeof(Work).Assembly.Location, "memory", jpg)),
        CultureInfo.InvariantCulture
    ) / 1024;
report.Server = await ServerRun.MeasureAsync(Path.GetFullPath("artifacts/bin/Cutis.Server/release/cutis.dll"), file, masks, folder);
var text = report.Write();
Console.WriteLine(text);
if (args is ["--write", var target])
{
    // What bench/soak and bench/lists measured stays.
    var before = File.Exists(target) ? File.ReadAllText(target) : "";
    foreach (var heading in new[] { SoakRun.Heading, ListsRun.Heading })
        if (Section.In(before, heading) is { Length: > 0 } section)
            text = Section.PutInto(text, heading, section);
    File.WriteAllText(target, text);
}
Directory.Delete(folder, recursive: true);

static double Least(int rounds, Action work)
{
    var timing = new Timing(rounds);
    timing.Add("", work);
    return timing.Run()[""].Least;
}
