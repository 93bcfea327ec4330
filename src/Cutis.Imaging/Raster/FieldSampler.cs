using Cutis.Masks.Scenes;

namespace Cutis.Imaging.Raster;

/// <summary>Samples a grid of intensities at pixel centres, bilinearly between cell centres.</summary>
internal sealed class FieldSampler
{
    private readonly HeatField _field;

    // Cells per pixel to the right and down, and the cell coordinates of the picture's corner.
    private readonly double _columnX;
    private readonly double _columnY;
    private readonly double _rowX;
    private readonly double _rowY;
    private readonly double _column;
    private readonly double _row;

    public FieldSampler(HeatField field)
    {
        _field = field;
        var (across, down) = (field.Across - field.Origin, field.Down - field.Origin);
        var area = (across.X * down.Y) - (across.Y * down.X);
        (_columnX, _columnY) = (down.Y / area * field.Width, -down.X / area * field.Width);
        (_rowX, _rowY) = (-across.Y / area * field.Height, across.X / area * field.Height);
        _column = -((field.Origin.X * _columnX) + (field.Origin.Y * _columnY));
        _row = -((field.Origin.X * _rowX) + (field.Origin.Y * _rowY));
    }

    /// <summary>False when all cells around those pixels are zero.</summary>
    public bool Reaches(int x, int y, int width, int height)
    {
        var (a, b) = (At(x, y), At(x + width, y + height));
        if (Math.Max(a.Column, b.Column) <= 0 || Math.Min(a.Column, b.Column) >= _field.Width)
            return false;
        if (Math.Max(a.Row, b.Row) <= 0 || Math.Min(a.Row, b.Row) >= _field.Height)
            return false;
        var (firstColumn, lastColumn) = Cells(a.Column, b.Column, _field.Width);
        var (firstRow, lastRow) = Cells(a.Row, b.Row, _field.Height);
        for (var row = firstRow; row <= lastRow; row++)
            if (_field.Values.AsSpan((row * _field.Width) + firstColumn, lastColumn - firstColumn + 1).IndexOfAnyExcept(0f) >= 0)
                return true;
        return false;
    }

    /// <summary>Samples consecutive pixels of a row.</summary>
    public void Sample(int x, int y, Span<float> line)
    {
        var (column, row) = At(x + 0.5, y + 0.5);
        for (var i = 0; i < line.Length; i++, column += _columnX, row += _rowX)
        {
            var isOn = column > 0 && row > 0 && column < _field.Width && row < _field.Height;
            line[i] = isOn ? Interpolated(column - 0.5, row - 0.5) : 0;
        }
    }

    private float Interpolated(double column, double row)
    {
        var (left, top) = ((int)Math.Floor(column), (int)Math.Floor(row));
        var (shareX, shareY) = ((float)(column - left), (float)(row - top));
        var (right, bottom) = (Math.Min(left + 1, _field.Width - 1), Math.Min(top + 1, _field.Height - 1));
        (left, top) = (Math.Max(left, 0), Math.Max(top, 0));
        var values = _field.Values.AsSpan();
        var upper =
            values[(top * _field.Width) + left] + (shareX * (values[(top * _field.Width) + right] - values[(top * _field.Width) + left]));
        var lower =
            values[(bottom * _field.Width) + left]
            + (shareX * (values[(bottom * _field.Width) + right] - values[(bottom * _field.Width) + left]));
        return upper + (shareY * (lower - upper));
    }

    private (double Column, double Row) At(double x, double y) =>
        (_column + (x * _columnX) + (y * _columnY), _row + (x * _rowX) + (y * _rowY));

    // The range of cells whose centres surround an interval.
    private static (int First, int Last) Cells(double a, double b, int count) =>
        (
            (int)Math.Clamp(Math.Floor(Math.Min(a, b) - 0.5), 0, count - 1),
            (int)Math.Clamp(Math.Ceiling(Math.Max(a, b) + 0.5), 0, count - 1)
        );
}
