using Cutis.Imaging.Jpeg;

namespace Cutis.Imaging.Compositing;

/// <summary>
/// What an even colour makes of the blocks of a component. Blending is linear, so they need no transform: their coefficients shrink, and
/// their mean moves, by whole steps as long as these are small. It is then the same for every block of an area.
/// </summary>
internal readonly struct UniformBlend
{
    // Half a step of the DC coefficient is a sixteenth of its size in levels: what is snapped is off by one level at most.
    private const int MaxSnapped = 16;
    private readonly float _mean;
    private readonly ushort _step;

    /// <param name="keep">What is left of the samples, 0..1.</param>
    /// <param name="mean">What is added to eight times their mean.</param>
    /// <param name="step">The quantisation step of the DC coefficient.</param>
    public UniformBlend(float keep, float mean, ushort step)
    {
        (Keep, _mean, _step, Scale) = (keep, mean, step, CoefficientScale.Create(keep));
        Offset = (int)MathF.Round(mean / step, MidpointRounding.AwayFromZero);
    }

    /// <summary>What is left of the samples.</summary>
    public float Keep { get; }

    /// <summary>What the coefficients are multiplied by.</summary>
    public CoefficientScale Scale { get; }

    /// <summary>Whether the mean moves by whole steps.</summary>
    public bool IsSnapped => _step <= MaxSnapped;

    /// <summary>By how many.</summary>
    public int Offset { get; }

    /// <summary>Makes a block.</summary>
    public void Apply(ReadOnlySpan<short> block, CodedBlock made)
    {
        var dc = IsSnapped
            ? Scale.Apply(block[0]) + Offset
            : (int)MathF.Round(((block[0] * _step * Keep) + _mean) / _step, MidpointRounding.AwayFromZero);
        Scale.Apply(block, Math.Clamp(dc, -1024, 1023), made);
    }
}
