namespace Cutis.Imaging.Core;

/// <summary>Returns a row of pixels.</summary>
internal delegate ReadOnlySpan<byte> RowReader(int row);
