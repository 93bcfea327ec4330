namespace Cutis.Analysis.Bench;
internal static class Debug
{
    public static void Show(Cutis.Imaging.RgbImage picture, string path)
    {
        var d = Detected.In(picture);
        var data = (byte[])picture.Data.Clone();
        void Dot(Cutis.Masks.Vec c, int r, byte[] col) { for (var y=(int)c.Y-r;y<=c.Y+r;y++) for (var x=(int)c.X-r;x<=c.X+r;x++) { if (x<0||y<0||x>=picture.Width||y>=picture.Height) continue; if (Math.Abs(x-c.X)<r-1.5&&Math.Abs(y-c.Y)<r-1.5) continue; for (var k=0;k<3;k++) data[((y*picture.Width)+x)*3+k]=col[k]; } }
        foreach (var l in d.Lines) foreach (var p in l) Dot(p,3,[0,255,0]);
        foreach (var s in d.Spots) Dot(s.Centre, 12, s.Red ? [255,0,0] : [255,255,0]);
        foreach (var p in d.Pores) Dot(p, 4, [0,128,255]);
        File.WriteAllBytes(path, new Cutis.Imaging.RgbImage(picture.Width,picture.Height,data).ToJpeg(90));
    }
}
