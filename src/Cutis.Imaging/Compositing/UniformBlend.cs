using Cutis.Imaging.Jpeg;

namespace Cutis.Imaging.Compositing;

/// <summary>
/// Blends one colour at one opacity into all blocks of a component. Blending is linear, so that no transform is needed: with share s and
/// colour c, every coefficient is multiplied by 1 − s, and the DC coefficient moves by 8·s·c / step. The move is rounded to whole
/// quantisation steps while these are small, and is then the same for every block of an area.
/// </summary>
internal readonly struct UniformBlend
{
    // A DC coefficient is eight times the mean sample value, so that half a step of at most 16 is one level at most.
    private const int MaxSnapped = 16;
    private readonly float _mean;
    private readonly ushort _step;

    /// <param name="keep">The product of (1 − share) over all layers, 0..1.</param>
    /// <param name="mean">Eight times the mean that the colours add, in levels.</param>
    /// <param name="step">The quantisation step of the DC coefficient.</param>
    public UniformBlend(float keep, float mean, ushort step)
    {
        (Keep, _mean, _step, Scale) = (keep, mean, step, CoefficientScale.Create(keep));
        Offset = (int)MathF.Round(mean / step, MidpointRounding.AwayFromZero);
    }

    /// <summary>The product of (1 − share) over all layers.</summary>
    public float Keep { get; }

    /// <summary>The factor of the coefficients.</summary>
    public CoefficientScale Scale { get; }

    /// <summary>Whether the mean moves by whole quantisation steps.</summary>
    public bool IsSnapped => _step <= MaxSnapped;

    /// <summary>By how many steps it moves.</summary>
    public int Offset { get; }

    /// <summary>Computes the blended block.</summary>
    public void Apply(ReadOnlySpan<short> block, CodedBlock made)
    {
        var dc = IsSnapped
            ? Scale.Apply(block[0]) + Offset
            : (int)MathF.Round(((block[0] * _step * Keep) + _mean) / _step, MidpointRounding.AwayFromZero);
        Scale.Apply(block, Math.Clamp(dc, -1024, 1023), made);
    }
}
