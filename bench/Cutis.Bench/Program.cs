using System.Diagnostics;
using Cutis.Bench;

// One process per question: `memory FILE` is measured in a process that does nothing else.
if (args is ["memory", var photoFile])
{
    var drawn = Work.Open(File.ReadAllBytes(photoFile));
    foreach (var mask in Inputs.Masks()) Work.Draw(drawn, mask);
    Console.WriteLine(Memory.Peak("/proc/self/status"));
    return;
}

var portrait = Path.GetFullPath("src/Cutis.Server/Demo/photo.jpg");
var (width, height) = (3024, 4032);
var folder = Directory.CreateTempSubdirectory("cutis-bench-").FullName;
var jpg = "/tmp/p12.jpg";
if (!File.Exists(jpg))
{
var ppm = Path.Combine(folder, "p.ppm");
File.WriteAllBytes(ppm, Inputs.Ppm(portrait, width, height));
File.WriteAllBytes(jpg, Tools.Run("cjpeg", "-quality", "92", "-sample", "2x2", ppm));
}

var file = File.ReadAllBytes(jpg);
Console.WriteLine($"{file.Length * 8.0 / width / height:0.00} bits a pixel");
var rgb = new byte[width * height * 3];
using var turbo = new Turbo();
turbo.Decode(file, rgb, width, height);
var photo = Work.Open(file);
var masks = Inputs.Masks();
double Cpu(Action action)
{
    var start = Stopwatch.GetTimestamp();
    action();
    return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
}

if (args is ["loop", var which])
{
    for (var i = 0; i < 150; i++)
    {
        if (which == "read") Work.Open(file);
        else Work.Draw(photo, masks.First(m => m.Name == which));
    }

    return;
}

var names = new List<(string, Action)> { ("encode", () => turbo.Encode(rgb, width, height, 92)), ("decode", () => turbo.Decode(file, rgb, width, height)), ("read", () => Work.Open(file)) };
foreach (var mask in masks) names.Add((mask.Name, () => Work.Draw(photo, mask)));
var times = names.ConvertAll(_ => new List<double>());
for (var i = 0; i < 15; i++) for (var k = 0; k < names.Count; k++) times[k].Add(Cpu(names[k].Item2));
var least = times.ConvertAll(t => t.Min());
for (var k = 0; k < names.Count; k++) Console.WriteLine($"{names[k].Item1,-20} min {least[k],7:0.0} median {times[k].Order().ElementAt(7),7:0.0}   {least[k] / least[0]:0.00}");
