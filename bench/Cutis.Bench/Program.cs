using System.Diagnostics;
using System.Globalization;
using System.Text;
using Cutis.Bench;
using Cutis.Imaging;
using Cutis.Masks;

// One process per question: `memory FILE` is measured in a process that does nothing else.
if (args is ["memory", var photoFile])
{
    var drawn = Work.Open(File.ReadAllBytes(photoFile));
    foreach (var (_, _, mask) in Inputs.Masks(3000)) Work.Draw(drawn, mask);
    Console.WriteLine(Memory.Peak("/proc/self/status"));
    return;
}

const int repeats = 7;
var (width, height) = (3024, 4032);
var folder = Directory.CreateTempSubdirectory("cutis-bench-").FullName;
var ppm = Path.Combine(folder, "p.ppm");
File.WriteAllBytes(ppm, Inputs.Ppm(width, height));
var jpg = Path.Combine(folder, "p.jpg");
File.WriteAllBytes(jpg, Tools.Run("cjpeg", "-quality", "92", "-sample", "2x2", ppm));
var file = File.ReadAllBytes(jpg);
var masks = Inputs.Masks(3000);

Console.WriteLine($"{width} × {height}, {file.Length / 1e6:0.0} MB, medians of {repeats}");
var rows = new List<(string What, double Milliseconds)>();
void Time(string what, Action action)
{
    action();
    var times = new double[repeats];
    for (var i = 0; i < repeats; i++)
    {
        var start = Stopwatch.GetTimestamp();
        action();
        times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    Array.Sort(times);
    rows.Add((what, times[repeats / 2]));
    Console.WriteLine($"{what,-52} {times[repeats / 2],8:0} ms");
}

Time("libjpeg-turbo: djpeg to PPM", () => Tools.Run("djpeg", "-outfile", Path.Combine(folder, "d.ppm"), jpg));
Time("libjpeg-turbo: cjpeg from PPM, quality 92", () => Tools.Run("cjpeg", "-quality", "92", "-outfile", Path.Combine(folder, "c.jpg"), ppm));
var photo = Work.Open(file);
Time("Cutis: read the photo", () => Work.Open(file));
foreach (var (name, _, mask) in masks) Time($"Cutis: draw {name} (3,000 shapes) and encode", () => Work.Draw(photo, mask));
Time("Cutis: read, then five masks, one thread", () =>
{
    var once = Work.Open(file);
    foreach (var (_, _, mask) in masks) Work.Draw(once, mask);
});
var points = Work.Mvg(masks[2].Mask, width, height);
Time("ImageMagick: the same 3,000 points", () => Tools.Run("convert", jpg, "-fill", "rgba(1,11,102,0.5)", "-draw", points, "-quality", "92", Path.Combine(folder, "m.jpg")));
var megabytes = double.Parse(Encoding.ASCII.GetString(Tools.Run(Environment.ProcessPath!, typeof(Work).Assembly.Location, "memory", jpg)), CultureInfo.InvariantCulture) / 1024;
Console.WriteLine($"{"Cutis: peak memory, read and five masks",-52} {megabytes,8:0} MB");

var server = await ServerRun.MeasureAsync(Path.GetFullPath("artifacts/bin/Cutis.Server/release/cutis.dll"), file, [.. masks.Select(m => (m.Name.Replace(' ', '_'), m.Json))]);
Console.WriteLine($"{"Cutis: five masks over HTTP, from a cold server",-52} {server.Milliseconds,8:0} ms, peak memory {server.Megabytes:0} MB");

if (args is ["--write", var target]) File.WriteAllText(target, Report.Write(width, height, file.Length, rows, megabytes, server, repeats));
Directory.Delete(folder, recursive: true);
