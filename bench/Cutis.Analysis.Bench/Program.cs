using System;
using System.Globalization;
using Cutis.Analysis.Bench;
using Cutis.Imaging.Photos;

switch (args)
{
    case ["truth"]:
        Console.Write(TruthRun.Run(2000, [.5, 1, 2]));
        return 0;
    case ["truth", var size, var quality]:
        Console.Write(TruthRun.Run(int.Parse(size, CultureInfo.InvariantCulture), [1], int.Parse(quality, CultureInfo.InvariantCulture)));
        return 0;
    case ["repeat"]:
        Console.Write(RepeatRun.Run(2000));
        return 0;
    case ["speed"]:
        Console.Write(SpeedRun.Run());
        return 0;
    case ["photo12", var path]:
        File.WriteAllBytes(path, SpeedRun.Photo12());
        return 0;
    case ["memory", var path]:
        Console.Write(SpeedRun.Memory(path));
        return 0;
    case ["demo", var path]:
        File.WriteAllBytes(path, TruthRun.Painted(1900, Tone.All[1], 0, 7, 1.3).Face.Picture.EncodeJpeg(85));
        return 0;
    case ["face", var path, var tone, var size, var yaw]:
        var drawn = TruthRun.Painted(
            int.Parse(size, CultureInfo.InvariantCulture),
            Tone.All[int.Parse(tone, CultureInfo.InvariantCulture)],
            double.Parse(yaw, CultureInfo.InvariantCulture),
            5,
            1
        );
        File.WriteAllBytes(path, drawn.Face.Picture.EncodeJpeg(92));
        return 0;
    case ["beard", var path, var tone, var size]:
        var bearded = ProceduralFace.Draw(
            int.Parse(size, CultureInfo.InvariantCulture),
            Tone.All[int.Parse(tone, CultureInfo.InvariantCulture)]
        );
        File.WriteAllBytes(path, Occlusions.Beard(bearded).EncodeJpeg(92));
        return 0;
    case ["marks", var faces]:
        Console.Write(MarksRun.Run(faces));
        return 0;
    case ["scores", var faces, var table, var numbers]:
        ScoresRun.Run(faces, table, numbers);
        return 0;
    case ["labelled", var faces]:
        Console.Write(LabelledRun.Run(faces, null));
        return 0;
    case ["labelled", var faces, var to]:
        Console.Write(LabelledRun.Run(faces, to));
        return 0;
    case ["styles", var photos]:
        Console.Write(StylesRun.Run(photos, null, "adaptive"));
        return 0;
    case ["styles", var photos, var style]:
        Console.Write(StylesRun.Run(photos, null, style));
        return 0;
    case ["styles", var photos, var style, var pictures]:
        Console.Write(StylesRun.Run(photos, pictures, style));
        return 0;
    default:
        Console.Error.WriteLine(
            "bench/analysis truth | repeat | speed | scores FOLDER TABLE NUMBERS | labelled FOLDER [TO] | marks FOLDER | "
                + "styles FOLDER [STYLE [TO]] | gallery | demo FILE | face FILE TONE SIZE YAW | "
                + "beard FILE TONE SIZE"
        );
        return 2;
}
