using System;

namespace Cutis.Imaging.Tests;

internal static class Closeness
{
    public static void ShouldBeCloseTo(this (int R, int G, int B) actual, (int R, int G, int B) expected, int tolerance, string what)
    {
        var off = Math.Max(Math.Abs(actual.R - expected.R), Math.Max(Math.Abs(actual.G - expected.G), Math.Abs(actual.B - expected.B)));
        off.ShouldBeLessThanOrEqualTo(tolerance, $"{what}: {actual} against {expected}");
    }
}
