namespace Cutis.Imaging.Core;

/// <summary>Gives a row of pixels.</summary>
internal delegate ReadOnlySpan<byte> RowReader(int row);
