using System;
using Cutis.Imaging.Core;
using Cutis.Imaging.Jpeg;

namespace Cutis.Imaging.Tests;

/// <summary>Sampling factors of components, each as in "2x1", and a JPEG of inks with them.</summary>
internal static class Samplings
{
    public static byte[] OfInks(int width, int height, string[] samplings, int seed)
    {
        var random = new Random(seed);
        JpegComponent[] components =
        [
            .. samplings.Select(
                (s, i) => new JpegComponent(i + 1, Factor(s, 0), Factor(s, 1), 0) { Quantiser = [.. Enumerable.Repeat((ushort)8, 64)] }
            ),
        ];
        var frame = new JpegFrame(width, height, progressive: false, components);
        var output = new MemoryStream();
        var writer = new JpegWriter(
            new JpegImage
            {
                Frame = frame,
                Colour = ColourModel.Cmyk,
                HasAdobe = seed % 2 == 0,
            },
            output
        );
        var block = new short[64];
        for (var row = 0; row < frame.McusHigh; row++)
        {
            writer.WriteMcuRow(
                (_, _, _) =>
                {
                    (block[0], block[1], block[3]) = ((short)random.Next(-80, 80), (short)random.Next(-20, 20), (short)random.Next(-9, 9));
                    return block;
                }
            );
        }

        writer.Finish();
        return output.ToArray();
    }

    public static bool AreWholeRatios(string[] samplings) =>
        Enumerable
            .Range(0, 2)
            .All(axis => samplings.Max(s => Factor(s, axis)) is var most && samplings.All(s => most % Factor(s, axis) == 0));

    public static int Blocks(string sampling) => Factor(sampling, 0) * Factor(sampling, 1);

    public static int Factor(string sampling, int axis) => sampling[2 * axis] - '0';
}
