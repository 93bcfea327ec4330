using System.Diagnostics;
using Cutis.Analysis.Bench;
using Cutis.Analysis.Faces;

foreach (var tone in Tone.All)
{
    foreach (var yaw in new[] { 0, .35, .52 })
    {
        var face = ProceduralFace.Draw(1200, tone, yaw);
        if (yaw == 0) File.WriteAllBytes($"/tmp/face-{tone.Name.Replace(' ', '-')}.jpg", face.Picture.ToJpeg(92));
        var start = Stopwatch.GetTimestamp();
        var pyramid = new Pyramid(face.Picture);
        var found = FaceDetector.Find(pyramid);
        var t1 = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        foreach (var d in found)
        {
            start = Stopwatch.GetTimestamp();
            var (points, flag) = Landmarker.Find(pyramid, d);
            var t2 = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            var outer = (face.Points[33].Place - face.Points[263].Place).Length;
            var error = Enumerable.Range(0, 468).Average(i => (points[i].Place - face.Points[i].Place).Length) / outer;
            var ipd = (points[468].Place - points[473].Place).Length / (points[234].Place - points[454].Place).Length;
            Console.WriteLine($"{tone.Name} {yaw}: score {d.Score:0.00} flag {flag:0.000} error {100 * error:0.00} % ipd/width {ipd:0.000}  {t1:0.0} {t2:0.0} ms");
        }
        if (found.Count == 0) Console.WriteLine($"{tone.Name} {yaw}: none");
    }
}
