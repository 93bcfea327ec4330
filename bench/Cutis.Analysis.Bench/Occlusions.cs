using System;
using Cutis.Analysis.Faces;
using Cutis.Analysis.Planes;
using Cutis.Imaging.Core;
using Cutis.Masks.Geometry;

namespace Cutis.Analysis.Bench;

/// <summary>What hides part of a drawn face.</summary>
internal static class Occlusions
{
    /// <summary>Four fingers over mouth and chin, with dark seams between them.</summary>
    public static RgbImage Hand(ProceduralFace face, Tone skin)
    {
        var (picture, unit) = (face.Picture, face.Picture.Width / 1400.0);
        for (var finger = 0; finger < 4; finger++)
        {
            var (left, top) = ((int)((480 + (finger * 110)) * unit), (int)((800 + (Math.Abs(finger - 1) * 25)) * unit));
            for (var y = top; y < picture.Height; y++)
            {
                for (var x = left; x < left + (int)(110 * unit); x++)
                {
                    var across = (x - left) / (100 * unit);
                    var light = across >= 1 ? .35 : .75 + (.25 * Math.Sin(Math.PI * across));
                    Put(picture, x, y, skin.R * light, skin.G * light, skin.B * light);
                }
            }
        }

        return picture;
    }

    /// <summary>A knitted hat over the hair, down to where the mesh ends in the middle of the forehead.</summary>
    public static RgbImage Hat(ProceduralFace face)
    {
        var (picture, brim, chin) = (face.Picture, face.Points[10].Place, face.Points[152].Place);
        var size = (chin - brim).Length;
        for (var y = 0; y < brim.Y; y++)
        {
            var up = (brim.Y - y) / (.62 * size);
            if (up > 1)
                continue;
            var half = .62 * size * Math.Sqrt(1 - (up * up));
            for (var x = (int)(brim.X - half); x < brim.X + half; x++)
            {
                var knit = 1 + (.12 * Math.Sin(x * 60 / size) * Math.Sin(y * 60 / size));
                Put(picture, x, y, .16 * knit, .34 * knit, .40 * knit);
            }
        }

        return picture;
    }

    /// <summary>Short dark hairs on chin, jaw and upper lip.</summary>
    public static RgbImage Beard(ProceduralFace face)
    {
        var (picture, random) = (face.Picture, new Random(3));
        var (mouth, chin) = (face.Points[13].Place, face.Points[152].Place);
        var outline = PixelMask.Fill(picture.Width, picture.Height, Array.ConvertAll(AreaShapes.Face, i => face.Points[i].Place));
        var (jaw, length) = ((chin - mouth).Length, 9.0 * picture.Width / 1400);
        for (var hair = 0; hair < 26_000; hair++)
        {
            var (u, v) = ((random.NextDouble() * 2) - 1, random.NextDouble());
            var place = mouth + new Vec(u * 2.2 * jaw, ((v * 1.6) - .3) * jaw);
            var away = place - mouth;
            if (
                away.Length < .45 * jaw
                || (away.X * away.X / (4.4 * jaw * jaw)) + (away.Y * away.Y / (1.6 * jaw * jaw)) > 1
                || !outline[(int)place.X, (int)place.Y]
            )
                continue;
            var angle = (random.NextDouble() * .8) + (Math.PI / 2) - .4;
            for (var t = 0.0; t < length; t += .5)
                Put(picture, (int)(place.X + (t * Math.Cos(angle))), (int)(place.Y + (t * Math.Sin(angle))), .13, .10, .09);
        }

        return picture;
    }

    private static void Put(RgbImage picture, int x, int y, double r, double g, double b)
    {
        if ((uint)x >= (uint)picture.Width || (uint)y >= (uint)picture.Height)
            return;
        var at = ((y * picture.Width) + x) * 3;
        (picture.Data[at], picture.Data[at + 1], picture.Data[at + 2]) = ((byte)(255 * r), (byte)(255 * g), (byte)(255 * b));
    }
}
