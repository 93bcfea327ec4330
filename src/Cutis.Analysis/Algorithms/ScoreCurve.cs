namespace Cutis.Analysis.Algorithms;

/// <summary>
/// A score of 0..100 that falls as a raw measure rises: 100 at 0, straight from anchor to anchor, and beyond the last one
/// s = s_n · exp(−(x − x_n) / τ), with the τ by which the slope goes on as it was.
/// </summary>
internal sealed class ScoreCurve
{
    private readonly (double Value, double Score)[] _anchors;
    private readonly double _tail;

    /// <param name="anchors">Raw values above 0, ascending, with scores between 0 and 100, descending.</param>
    /// <exception cref="ArgumentException">They are not in that order, or there are none.</exception>
    public ScoreCurve(IEnumerable<(double Value, double Score)> anchors)
    {
        _anchors = [(0, 100), .. anchors];
        for (var i = 1; i < _anchors.Length; i++)
            if (_anchors[i].Value <= _anchors[i - 1].Value || _anchors[i].Score >= _anchors[i - 1].Score || _anchors[i].Score <= 0)
                throw new ArgumentException($"Anchor {i} of a score does not lie after and below the one before", nameof(anchors));
        if (_anchors.Length < 2)
            throw new ArgumentException("A score needs an anchor", nameof(anchors));
        var (before, last) = (_anchors[^2], _anchors[^1]);
        _tail = last.Score * (last.Value - before.Value) / (before.Score - last.Score);
    }

    /// <summary>The anchors, without that at 0.</summary>
    public IReadOnlyList<(double Value, double Score)> Anchors => _anchors[1..];

    /// <summary>The score of a raw value, not rounded. What is below 0 counts as 0.</summary>
    public double Score(double value)
    {
        var x = Math.Max(0, value);
        for (var i = 1; i < _anchors.Length; i++)
        {
            var (to, from) = (_anchors[i], _anchors[i - 1]);
            if (x <= to.Value)
                return from.Score + ((to.Score - from.Score) * (x - from.Value) / (to.Value - from.Value));
        }

        return _anchors[^1].Score * Math.Exp(-(x - _anchors[^1].Value) / _tail);
    }
}
