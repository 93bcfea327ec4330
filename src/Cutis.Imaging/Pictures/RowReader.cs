namespace Cutis.Imaging;

/// <summary>Gives a row of pixels.</summary>
internal delegate ReadOnlySpan<byte> RowReader(int row);
