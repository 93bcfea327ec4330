using System.Diagnostics;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Cutis.Masks.Scenes;

namespace Cutis.Imaging.Raster;

/// <summary>
/// Draws a layer in strips of a few rows with exact anti-aliasing. The opacity of a pixel is the area of it that a level covers, times the
/// level's intensity; levels are combined as <see cref="Layer.Overlap"/> says.
/// </summary>
/// <remarks>
/// A strip consists of tiles, eight pixels wide and as high as the strip. Most are empty or have one opacity, and their pixels are never
/// visited. Arithmetic runs in a fixed order, so that the result does not depend on the machine, the instruction set or the number of
/// threads.
/// </remarks>
internal sealed class LayerRasteriser : IDisposable
{
    /// <summary>Width of a tile in pixels.</summary>
    public const int TileWidth = 1 << StripAreas.TileBits;

    private readonly ShapeTable _table;
    private readonly int _rows;
    private readonly int _height;
    private readonly int _width;
    private readonly StripOpacity _buffers;
    private readonly float[] _opacity;
    private readonly float[] _tiles;
    private readonly Cursor[] _cursors;
    private readonly FieldSampler? _field;
    private readonly long _work;
    private readonly float[] _line = new float[TileWidth];
    private int _first;
    private int _end;
    private int _strip = -1;
    private bool _isReturned;

    /// <param name="table">The shapes of the layer, for a picture of that size.</param>
    /// <param name="width">Width of the stored picture.</param>
    /// <param name="height">Height of the stored picture.</param>
    /// <param name="rows">Height of a strip.</param>
    public LayerRasteriser(ShapeTable table, int width, int height, int rows)
    {
        (_table, _width, _height, _rows) = (table, width, height, rows);
        _buffers = StripOpacity.Rent(StripAreas.StrideOf(width) >> StripAreas.TileBits, rows);
        (_opacity, _tiles) = (_buffers.Pixels, _buffers.Tiles);
        _work = table.WorkOf((height + rows - 1) / rows);
        _cursors = new Cursor[table.Levels.Length];
        _field = table.Layer.Field is { } field ? new FieldSampler(field) : null;
    }

    /// <summary>The first tile that is not empty.</summary>
    public int First => _first;

    /// <summary>The tile after the last one that is not empty.</summary>
    public int End => _end;

    /// <summary>Opacity of each tile: 0 when it is empty, NaN when its pixels differ.</summary>
    public ReadOnlySpan<float> Tiles => _tiles;

    /// <summary>Opacity of the pixels of the strip, 0..1, tile after tile; valid for tiles that are NaN.</summary>
    public float[] Opacity => _opacity;

    /// <summary>Index in <see cref="Opacity"/> of the first pixel in a row of a tile.</summary>
    public int At(int tile, int row) => ((tile * _rows) + row) << StripAreas.TileBits;

    /// <summary>Opacity of a pixel of the strip.</summary>
    public float OpacityAt(int x, int row)
    {
        var tile = x >> StripAreas.TileBits;
        return float.IsNaN(_tiles[tile]) ? _opacity[At(tile, row) + (x & (TileWidth - 1))] : _tiles[tile];
    }

    /// <summary>Draws a strip. Strips are drawn from top to bottom; some may be skipped.</summary>
    /// <returns>False when the strip is empty.</returns>
    public bool Draw(int strip)
    {
        if (strip <= _strip)
            Array.Clear(_cursors);
        _strip = strip;
        if (_end > _first)
            _tiles.AsSpan(_first, _end - _first).Clear();
        (_first, _end) = (int.MaxValue, 0);
        DrawLevels(strip);
        if (_field is not null)
            AddField(strip);
        if (_end > 0)
            Extend(strip);
        if (_table.Layer.Inverse)
            Invert();
        return _end > 0;
    }

    /// <summary>Returns the buffers to the pool.</summary>
    public void Dispose()
    {
        if (_isReturned)
            return;
        _isReturned = true;
        _buffers.Return();
    }

    /// <summary>Writes the opacity of a tile to its pixels, unless they have it already.</summary>
    public void Fill(int tile)
    {
        var value = _tiles[tile];
        if (float.IsNaN(value))
            return;
        Pixels(tile).Fill(value);
        _tiles[tile] = float.NaN;
    }

    // Layers share the workspace in which levels are drawn, so it is rented for one strip. If drawing ends early it is not returned,
    // because it may not be clear.
    private void DrawLevels(int strip)
    {
        StripWorkspace? workspace = null;
        for (var i = 0; i < _cursors.Length; i++)
        {
            if ((i & 0xFF) == 0)
                _table.Stop.ThrowIfCancellationRequested();
            ref var cursor = ref _cursors[i];
            var any = MoveTo(strip, ref cursor, _table.Levels[i]);
            if (!any && _table.Lines[i] is null)
                continue;
            workspace ??= StripWorkspace.Rent(_width, _rows, _table.Stop);
            workspace.Level.Begin();
            if (any)
                DrawShapes(workspace, cursor, _table.Levels[i], strip);
            if (_table.Lines[i] is { } lines)
                workspace.Lines.Add(lines, strip, workspace.Level, _table.Stop);
            Merge(workspace.Level, (float)_table.Layer.Levels[i].Intensity);
        }

        workspace?.Return();
    }

    // Collects the shapes that reach into a strip; false when there are none.
    private bool MoveTo(int strip, ref Cursor cursor, ShapeEntry[] shapes)
    {
        var (top, bottom) = (strip * _rows, (strip + 1) * _rows);
        if (cursor.Next == shapes.Length && cursor.Active is null or { Count: 0 })
            return false;
        if (cursor.Active is null or { Count: 0 } && shapes[cursor.Next].Top >= bottom)
            return false;
        cursor.Active ??= [];
        cursor.FirstEdges ??= Array.ConvertAll(shapes, shape => shape.First);
        cursor.Active.RemoveAll(i => shapes[i].Bottom <= top);
        for (; cursor.Next < shapes.Length && shapes[cursor.Next].Top < bottom; cursor.Next++)
            if (shapes[cursor.Next].Bottom > top)
                cursor.Active.Add(cursor.Next);
        return cursor.Active.Count > 0;
    }

    private void DrawShapes(StripWorkspace workspace, in Cursor cursor, ShapeEntry[] shapes, int strip)
    {
        var (level, looked) = (workspace.Level, 0);
        foreach (var i in cursor.Active!)
        {
            if ((++looked & 0x3F) == 0)
                _table.Stop.ThrowIfCancellationRequested();
            if (!level.IsCovered(shapes[i]))
                level.Add(shapes[i], _table.Edges, ref cursor.FirstEdges![i], strip);
        }

        workspace.Shared.MaxWork = _work;
        workspace.Shared.Count(strip, cursor.Active, shapes, _table.Edges, cursor.FirstEdges!, level);
    }

    private void Merge(LevelStrip level, float intensity)
    {
        var tiles = level.Tiles;
        for (var tile = level.First; tile < level.End; tile++)
        {
            if (tiles[tile] == Cover.Full)
                MergeFull(tile, intensity);
            else if (tiles[tile] == Cover.Part)
                MergePart(level, tile, intensity);
            tiles[tile] = Cover.None;
        }

        (_first, _end) = (Math.Min(_first, level.First), Math.Max(_end, level.End));
    }

    private void MergeFull(int tile, float intensity)
    {
        ref var before = ref _tiles[tile];
        if (!float.IsNaN(before))
        {
            before = _table.Layer.Overlap == Overlap.Sum ? Math.Min(1, before + intensity) : Math.Max(before, intensity);
            return;
        }

        var pixels = Pixels(tile);
        for (var at = 0; at < pixels.Length; at += TileWidth)
        {
            var target = pixels.Slice(at, TileWidth);
            Unite(Vector256.Create<float>(target), Vector256.Create(intensity)).CopyTo(target);
        }
    }

    private void MergePart(LevelStrip level, int tile, float intensity)
    {
        ref var before = ref _tiles[tile];
        var unit = Vector256.Create(1f / Units.One);
        var pixels = Pixels(tile);
        var coverage = level.Coverage.Slice(At(tile, 0), pixels.Length);
        Debug.Assert(pixels.Length % TileWidth == 0 && coverage.Length == pixels.Length, "tiles consist of whole vectors");
        ref var source = ref MemoryMarshal.GetReference(coverage);
        ref var target = ref MemoryMarshal.GetReference(pixels);
        for (nuint at = 0; at < (nuint)pixels.Length; at += TileWidth)
        {
            var own = Vector256.ConvertToSingle(Vector256.LoadUnsafe(ref source, at)) * unit * intensity;
            if (before != 0)
                own = Unite(float.IsNaN(before) ? Vector256.LoadUnsafe(ref target, at) : Vector256.Create(before), own);
            own.StoreUnsafe(ref target, at);
            Vector256<int>.Zero.StoreUnsafe(ref source, at);
        }

        before = float.NaN;
    }

    private Vector256<float> Unite(Vector256<float> before, Vector256<float> own) =>
        _table.Layer.Overlap == Overlap.Sum ? Vector256.MinNative(before + own, Vector256<float>.One) : Vector256.MaxNative(before, own);

    // Intensities of a field are added to those of the levels.
    private void AddField(int strip)
    {
        var end = (_width + TileWidth - 1) / TileWidth;
        for (var tile = 0; tile < end; tile++)
        {
            if ((tile & 0xFF) == 0)
                _table.Stop.ThrowIfCancellationRequested();
            if (!_field!.Reaches(tile * TileWidth, strip * _rows, TileWidth, _rows))
                continue;
            Fill(tile);
            for (var row = 0; row < _rows; row++)
            {
                _field.Sample(tile * TileWidth, (strip * _rows) + row, _line);
                var target = _opacity.AsSpan(At(tile, row), TileWidth);
                Vector256.MinNative(Vector256.Create<float>(target) + Vector256.Create(_line), Vector256<float>.One).CopyTo(target);
            }

            (_first, _end) = (Math.Min(_first, tile), Math.Max(_end, tile + 1));
        }
    }

    private void Invert()
    {
        (_first, _end) = (0, _tiles.Length);
        for (var tile = 0; tile < _tiles.Length; tile++)
        {
            _tiles[tile] = 1 - _tiles[tile];
            if (!float.IsNaN(_tiles[tile]))
                continue;
            foreach (ref var opacity in Pixels(tile))
                opacity = 1 - opacity;
        }
    }

    // The last strip extends beyond the picture. There the picture's edge is repeated, so that it is coded without ringing.
    private void Extend(int strip)
    {
        var last = _height - (strip * _rows) - 1;
        if (last >= _rows - 1)
            return;
        for (var tile = _first; tile < _end; tile++)
        for (var row = last + 1; row < _rows; row++)
            _opacity.AsSpan(At(tile, last), TileWidth).CopyTo(_opacity.AsSpan(At(tile, row)));
    }

    private Span<float> Pixels(int tile) => _opacity.AsSpan(At(tile, 0), _rows << StripAreas.TileBits);

    private struct Cursor
    {
        public int Next;
        public List<int>? Active;
        public int[]? FirstEdges;
    }
}
