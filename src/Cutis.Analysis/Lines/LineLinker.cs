using Cutis.Masks.Geometry;

namespace Cutis.Analysis.Lines;

/// <summary>Links pieces of lines whose ends continue one another; nearest pairs first, each end at most once.</summary>
internal static class LineLinker
{
    private const double MaxGap = 2.2;
    private const double MinAgreement = .75;
    private const double MinGapAgreement = .7;

    // Number of points from an end that determine its direction.
    private const int Reach = 8;

    /// <param name="pieces">Lines in pixels.</param>
    /// <param name="unit">Pixels per millimetre.</param>
    public static List<List<Vec>> Join(List<List<Vec>> pieces, double unit)
    {
        var joins = Candidates(pieces, unit);
        var partner = new Dictionary<(int Piece, bool AtEnd), (int Piece, bool AtEnd)>();
        var group = Enumerable.Range(0, pieces.Count).ToArray();
        int Root(int i)
        {
            while (group[i] != i)
                i = group[i] = group[group[i]];
            return i;
        }

        foreach (var (a, b, _) in joins)
        {
            if (partner.ContainsKey(a) || partner.ContainsKey(b) || Root(a.Piece) == Root(b.Piece))
                continue;
            (partner[a], partner[b]) = (b, a);
            group[Root(a.Piece)] = Root(b.Piece);
        }

        var lines = new List<List<Vec>>();
        var done = new bool[pieces.Count];
        for (var i = 0; i < pieces.Count; i++)
        {
            // Start at pieces with a free end.
            if (done[i] || (partner.ContainsKey((i, false)) && partner.ContainsKey((i, true))))
                continue;
            lines.Add(Follow(i));
        }

        return lines;

        List<Vec> Follow(int start)
        {
            var line = new List<Vec>();
            var (piece, backwards) = (start, partner.ContainsKey((start, false)));
            while (true)
            {
                done[piece] = true;
                line.AddRange(backwards ? Enumerable.Reverse(pieces[piece]) : pieces[piece]);
                if (!partner.TryGetValue((piece, !backwards), out var next))
                    return line;
                (piece, backwards) = (next.Piece, next.AtEnd);
            }
        }
    }

    private static List<((int Piece, bool AtEnd) A, (int Piece, bool AtEnd) B, double Gap)> Candidates(List<List<Vec>> pieces, double unit)
    {
        var ends = new List<((int Piece, bool AtEnd) End, Vec Place, Vec Direction)>();
        for (var i = 0; i < pieces.Count; i++)
        {
            var p = pieces[i];
            var reach = Math.Min(Reach, p.Count - 1);
            ends.Add(((i, false), p[0], Unit(p[0] - p[reach])));
            ends.Add(((i, true), p[^1], Unit(p[^1] - p[^(reach + 1)])));
        }

        var joins = new List<((int, bool), (int, bool), double Gap)>();
        for (var i = 0; i < ends.Count; i++)
        {
            for (var j = i + 1; j < ends.Count; j++)
            {
                if (ends[i].End.Piece == ends[j].End.Piece)
                    continue;
                var gap = ends[j].Place - ends[i].Place;
                if (gap.Length > MaxGap * unit || Dot(ends[i].Direction, ends[j].Direction) > -MinAgreement)
                    continue;
                if (
                    gap.Length > 2
                    && (Dot(Unit(gap), ends[i].Direction) < MinGapAgreement || Dot(Unit(gap), ends[j].Direction) > -MinGapAgreement)
                )
                    continue;
                joins.Add((ends[i].End, ends[j].End, gap.Length));
            }
        }

        joins.Sort((a, b) => a.Gap.CompareTo(b.Gap));
        return joins;
    }

    private static Vec Unit(Vec v) => v.Length > 0 ? v * (1 / v.Length) : v;

    private static double Dot(Vec a, Vec b) => (a.X * b.X) + (a.Y * b.Y);
}
