using System.Collections.Immutable;
using Cutis.Analysis.Planes;
using Cutis.Analysis.Skin;
using Cutis.Masks.Results;

namespace Cutis.Analysis.Algorithms;

/// <summary>
/// What the picture shows where: skin, hair, facial hair, and glasses or other things in front of the face. All algorithms measure on this
/// skin, and leave out more of it for themselves.
/// </summary>
internal sealed class SkinAreas : IAlgorithm
{
    // In millimetres: the distance of samples, and the greatest deviation of outlines.
    private const double Step = .7;
    private const double Tolerance = .2;

    private static readonly (FaceClass Class, string Name, string TechName, string Fill, double MinArea)[] Shown =
    [
        (FaceClass.Skin, "Skin", "skin", "rgba(60,160,255,.35)", 12),
        (FaceClass.Hair, "Hair", "hair", "rgba(255,170,0,.45)", 12),
        (FaceClass.FacialHair, "Facial hair", "facial_hair", "rgba(95,214,66,.5)", 8),
        (FaceClass.Object, "Glasses and other things", "glasses", "rgba(255,0,122,.5)", 4),
    ];

    public string TechName => "skin_areas";

    public int Version => 2;

    public AlgorithmStatus Status => AlgorithmStatus.Stable;

    public Requirements Gate { get; } = new(.6, false);

    public IReadOnlyList<string> Areas { get; } = ["face"];

    public Finding Find(SkinFrame frame)
    {
        var step = Math.Max(1, (int)(Step * frame.Unit));
        var face = frame.Area("face").Shrunk(step);
        var (masks, shares) = (ImmutableArray.CreateBuilder<FoundMask>(), ImmutableArray.CreateBuilder<Measure>());
        foreach (var (of, name, techName, fill, minArea) in Shown)
        {
            var lead = frame.Classes.Lead(of, frame, step);
            var shapes = Islands.Trace(lead, 0, step, Tolerance * frame.Unit, minArea * frame.Unit * frame.Unit);
            var covered = 0;
            for (var i = 0; i < face.Data.Length; i++)
                if (face.Data[i] != 0 && lead.Data[i] > 0)
                    covered++;
            frame.Work.Free(lead);
            masks.Add(
                new FoundMask(
                    MaskKind.Polygon,
                    name,
                    techName + "_mask",
                    techName + "_mask_original",
                    fill,
                    shapes.IsEmpty ? [] : [new Feature(shapes, 1)]
                )
                {
                    IsCut = true,
                }
            );
            shares.Add(Measure.Share(techName + "_percent", $"{name}, share of the face", 100.0 * covered / Math.Max(1, face.Count)));
        }

        return new Finding([new AreaFinding("face", null, shares.DrainToImmutable())], masks.DrainToImmutable());
    }
}
