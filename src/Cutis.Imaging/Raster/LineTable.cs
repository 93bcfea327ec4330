using System.Collections.Immutable;
using Cutis.Masks.Geometry;
using Cutis.Masks.Scenes;

namespace Cutis.Imaging.Raster;

/// <summary>The polylines of a level as pieces of their points, ordered by their top.</summary>
internal sealed class LineTable
{
    private const int SegmentsOfPiece = 128;
    private const int NoLine = -1;
    private const double Farthest = 1e9;
    private readonly List<Piece> _pieces = [];
    private readonly List<Circle> _circles = [];
    private Piece[] _sorted = [];
    private double _tallest;

    /// <summary>A run of segments of a polyline, or a circle.</summary>
    /// <param name="Points">Points of the polyline.</param>
    /// <param name="First">Index of its first point.</param>
    /// <param name="Last">Index of its last point; <see cref="NoLine"/> for a circle, whose index is the first.</param>
    /// <param name="Half">Half of the line's width.</param>
    /// <param name="Top">Upper bound of its extent.</param>
    /// <param name="Bottom">Lower bound of its extent.</param>
    /// <param name="Left">The column in which it begins.</param>
    /// <param name="Right">The column in which it ends.</param>
    public readonly record struct Piece(
        ImmutableArray<Vec> Points,
        int First,
        int Last,
        float Half,
        double Top,
        double Bottom,
        int Left,
        int Right
    )
    {
        public bool IsCircle => Last == NoLine;
    }

    public void Add(Stroke stroke)
    {
        var half = stroke.Width / 2;
        for (var first = 0; first == 0 || first < stroke.Points.Length - 1; first += SegmentsOfPiece)
        {
            var last = Math.Min(first + SegmentsOfPiece, stroke.Points.Length - 1);
            var (top, bottom, left, right) = (double.MaxValue, double.MinValue, double.MaxValue, double.MinValue);
            for (var i = first; i <= last; i++)
            {
                var (x, y) = EdgeBuilder.Clamp(stroke.Points[i]);
                (top, bottom) = (Math.Min(top, y), Math.Max(bottom, y));
                (left, right) = (Math.Min(left, x), Math.Max(right, x));
            }

            var (from, to) = (Whole(Math.Floor(left - half)), Whole(Math.Floor(right + half)));
            Add(new Piece(stroke.Points, first, last, (float)half, top - half, bottom + half, from, to));
        }
    }

    public void Add(Circle circle)
    {
        var reach = circle.RadiusY + (circle.Width / 2);
        _circles.Add(circle);
        var (half, y) = ((float)(circle.Width / 2), circle.Centre.Y);
        var across = circle.RadiusX + (circle.Width / 2);
        var (from, to) = (Math.Floor(circle.Centre.X - across), Math.Floor(circle.Centre.X + across));
        Add(new Piece([], _circles.Count - 1, NoLine, half, y - reach, y + reach, Whole(from), Whole(to)));
    }

    /// <summary>Completes the table.</summary>
    public void Finish(CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        _sorted = [.. _pieces];
        _pieces.Clear();
        _pieces.Capacity = 0;
        _sorted.AsSpan().Sort((a, b) => a.Top.CompareTo(b.Top));
    }

    /// <summary>A range of pieces that includes all those reaching into some rows.</summary>
    public ReadOnlySpan<Piece> Near(double top, double bottom)
    {
        var (first, end) = (FirstFrom(top - _tallest), FirstFrom(bottom));
        return _sorted.AsSpan(first, end - first);
    }

    public Circle CircleOf(in Piece piece) => _circles[piece.First];

    private static int Whole(double x) => (int)Math.Clamp(x, -Farthest, Farthest);

    private void Add(in Piece piece)
    {
        _pieces.Add(piece);
        _tallest = Math.Max(_tallest, piece.Bottom - piece.Top);
    }

    private int FirstFrom(double top)
    {
        var (low, high) = (0, _sorted.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_sorted[middle].Top < top)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
