using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Cutis.Masks;

namespace Cutis.Imaging.Raster;

/// <summary>Pixels from <paramref name="From"/> up to, but not with, <paramref name="To"/>.</summary>
internal readonly record struct PixelRun(int From, int To)
{
    /// <summary>Makes runs ascending and not overlapping, from a place in the list on.</summary>
    public static void Merge(List<PixelRun> runs, int first)
    {
        runs.Sort(first, runs.Count - first, Comparer<PixelRun>.Create(static (a, b) => a.From.CompareTo(b.From)));
        var kept = first;
        for (var i = first + 1; i < runs.Count; i++)
        {
            if (runs[i].From > runs[kept].To) runs[++kept] = runs[i];
            else runs[kept] = runs[kept] with { To = Math.Max(runs[kept].To, runs[i].To) };
        }

        if (runs.Count > first) runs.RemoveRange(kept + 1, runs.Count - kept - 1);
    }
}

/// <summary>
/// Draws a layer row by row, with exact anti-aliasing: the opacity of a pixel is the area of it that a level covers, times the
/// level's intensity; levels meet as <see cref="Layer.Overlap"/> says.
/// </summary>
/// <remarks>Double arithmetic in a fixed order: the same on every machine, instruction set and number of threads.</remarks>
internal sealed class LayerRasteriser
{
    private readonly Layer _layer;
    private readonly int _width;
    private readonly PrimitiveList _list;
    private readonly List<Primitive> _active = [];
    private readonly RowPieces _pieces = new();
    private readonly List<Piece> _ofLevel = [];
    private readonly List<int> _levels = [];
    private readonly PieceGroups _groups;
    private readonly UnionRow _union;
    private readonly float[] _coverage;
    private readonly int _mostPieces;
    private int _next;

    /// <param name="layer">The layer, in pixels of the stored picture.</param>
    /// <param name="width">Width of the stored picture.</param>
    /// <param name="height">Height of the stored picture.</param>
    /// <param name="mostPieces">
    /// A bound on memory. Where a row has more pieces, lines and dots are drawn in portions, and the stronger portion wins.
    /// </param>
    public LayerRasteriser(Layer layer, int width, int height, int mostPieces = 400_000)
    {
        (_layer, _width, _mostPieces) = (layer, width, mostPieces);
        _list = new PrimitiveList(layer, width, height);
        _groups = new PieceGroups(_list.LevelOfShape.Length);
        _union = new UnionRow(width, _list.LevelOfShape.Length);
        _coverage = new float[width];
    }

    /// <summary>Draws one row; rows are asked for from the top down, none twice.</summary>
    /// <param name="row">The row.</param>
    /// <param name="opacity">One value per pixel, 0..1; only pixels within the runs are written, and they must be 0 before.</param>
    /// <param name="runs">Receives where something was drawn: ascending, not overlapping.</param>
    public void Draw(int row, Span<float> opacity, List<PixelRun> runs)
    {
        Activate(row);
        var (drawn, portions) = (runs.Count, 0);
        for (var next = 0; next < _active.Count;)
        {
            next = AddPieces(row, next);
            DrawPieces(row, opacity, runs);
            portions++;
        }

        if (portions > 1) PixelRun.Merge(runs, drawn);
    }

    // The pieces of the primitives from one on; answers where the next portion begins. Edges belong together, so all of them are
    // in the first portion.
    private int AddPieces(int row, int from)
    {
        _pieces.Begin(row);
        var rest = _active.Count;
        for (var i = from; i < _active.Count; i++)
        {
            var primitive = _active[i];
            if (primitive.Kind == PrimitiveKind.Edge ? from > 0 : rest < _active.Count) continue;
            if (primitive.Kind != PrimitiveKind.Edge && _pieces.Items.Count >= _mostPieces) rest = i;
            else _pieces.Add(primitive);
        }

        return rest;
    }

    private void DrawPieces(int row, Span<float> opacity, List<PixelRun> runs)
    {
        // Shapes that share no pixel are drawn apart from one another.
        var pieces = CollectionsMarshal.AsSpan(_pieces.Items);
        foreach (var group in _groups.Find(pieces))
        {
            var run = Clip(group.From, group.To);
            if (run.To > run.From) DrawGroup(row, pieces[group.First..group.Last], group.Shapes, run, opacity, runs);
        }
    }

    private PixelRun Clip(int from, int to) => new(Math.Clamp(from, 0, _width), Math.Clamp(to, 0, _width));

    private void Activate(int row)
    {
        _active.RemoveAll(p => p.Bottom <= row);
        for (; _next < _list.Items.Length && _list.Items[_next].Top < row + 1; _next++)
            if (_list.Items[_next].Bottom > row) _active.Add(_list.Items[_next]);
    }

    private void DrawGroup(int row, ReadOnlySpan<Piece> pieces, int shapes, PixelRun run, Span<float> opacity, List<PixelRun> runs)
    {
        FindLevels(pieces);
        runs.Add(run);
        if (_levels.Count == 1)
        {
            if (shapes == 1 && pieces[0].Side != 0) _union.AddConvex(pieces);
            else _union.Add(pieces, row);
            Apply(_levels[0], run, opacity);
            return;
        }

        foreach (var level in _levels)
        {
            var part = OfLevel(pieces, level, out var reach);
            _union.Add(part, row);
            Apply(level, reach, opacity);
        }
    }

    private void Apply(int level, PixelRun run, Span<float> opacity)
    {
        var target = opacity[run.From..run.To];
        var coverage = _coverage.AsSpan(0, target.Length);
        _union.Area.Take(run.From, coverage);
        var intensity = _layer.Levels[level].Intensity;
        if (_layer.Overlap == Overlap.Sum) Add(coverage, (float)intensity, target);
        else Strengthen(coverage, (float)intensity, target);
    }

    private void FindLevels(ReadOnlySpan<Piece> pieces)
    {
        _levels.Clear();
        foreach (var piece in pieces)
        {
            var level = _list.LevelOfShape[piece.Shape];
            if (!_levels.Contains(level)) _levels.Add(level);
        }

        _levels.Sort();
    }

    // The pieces of a level, and the pixels that they reach over.
    private ReadOnlySpan<Piece> OfLevel(ReadOnlySpan<Piece> pieces, int level, out PixelRun reach)
    {
        _ofLevel.Clear();
        var (left, right) = (double.MaxValue, double.MinValue);
        foreach (ref readonly var piece in pieces)
        {
            if (_list.LevelOfShape[piece.Shape] != level) continue;
            _ofLevel.Add(piece);
            (left, right) = (Math.Min(left, piece.Left), Math.Max(right, piece.Right));
        }

        reach = Clip((int)Math.Floor(left), (int)Math.Ceiling(right));
        return CollectionsMarshal.AsSpan(_ofLevel);
    }

    private static void Add(ReadOnlySpan<float> coverage, float intensity, Span<float> opacity)
    {
        var i = 0;
        for (; i + 8 <= coverage.Length; i += 8)
        {
            var sum = Vector256.Create<float>(opacity[i..]) + (Vector256.Create<float>(coverage[i..]) * intensity);
            Vector256.Min(sum, Vector256<float>.One).CopyTo(opacity[i..]);
        }

        for (; i < coverage.Length; i++) opacity[i] = Math.Min(1, opacity[i] + (coverage[i] * intensity));
    }

    private static void Strengthen(ReadOnlySpan<float> coverage, float intensity, Span<float> opacity)
    {
        var i = 0;
        for (; i + 8 <= coverage.Length; i += 8)
            Vector256.Max(Vector256.Create<float>(opacity[i..]), Vector256.Create<float>(coverage[i..]) * intensity).CopyTo(opacity[i..]);
        for (; i < coverage.Length; i++) opacity[i] = Math.Max(opacity[i], coverage[i] * intensity);
    }
}
