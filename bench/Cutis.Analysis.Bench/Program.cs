using System.Diagnostics;
using Cutis.Analysis.Bench;
using Cutis.Analysis.Faces;

var size = args.Length > 0 ? int.Parse(args[0]) : 2000;
foreach (var contrast in new[] { 1.0 })
foreach (var tone in Tone.All)
{
    Score lines = default, brown = default, red = default, pores = default;
    var clean = "";
    var watch = 0.0;
    foreach (var (yaw, seed) in new[] { (0.0, 1), (0.0, 2) })
    {
        var bare = ProceduralFace.Draw(size, tone, yaw, seed: seed);
        var before = Detected.In(bare.Picture);
        var start = Stopwatch.GetTimestamp();
        before = Detected.In(bare.Picture);
        watch += Stopwatch.GetElapsedTime(start).TotalMilliseconds / 3;
        clean += $" {before.Lines.Count}/{before.Spots.Count(s => !s.Red)}+{before.Spots.Count(s => s.Red)}/{before.Pores.Count}";
        Painting? plan = null;
        var painted = ProceduralFace.Draw(size, tone, yaw, seed: seed, paint: (face, pixels) =>
        {
            plan = Painting.Plan(face, seed);
            plan.Paint(pixels, size, face.PixelsPerMillimetre, contrast);
        });
        if (seed == 1) File.WriteAllBytes($"/tmp/painted-{tone.Name.Replace(' ', '-')}.jpg", painted.Picture.ToJpeg(92));
        if (seed == 1) { Cutis.Analysis.Bench.Debug.Show(bare.Picture, $"/tmp/dbg-clean-{tone.Name.Replace(" ", "")}.jpg"); Cutis.Analysis.Bench.Debug.Show(painted.Picture, $"/tmp/dbg-{tone.Name.Replace(" ", "")}.jpg"); }
        var found = Detected.In(painted.Picture);
        var s = Truth.Of(plan!, found, before, painted.PixelsPerMillimetre);
        (lines, brown, red, pores) = (lines + s.Lines, brown + s.Brown, red + s.Red, pores + s.Pores);
    }

    string P(Score s) => $"{100 * s.Recall,3:0}/{100 * s.Precision,3:0}";
    Console.WriteLine($"×{contrast} {tone.Name,-10} lines {P(lines)} ({lines.There}) brown {P(brown)} ({brown.There}) red {P(red)} pores {P(pores)} ({pores.There})  clean{clean}  {watch:0} ms");
}
