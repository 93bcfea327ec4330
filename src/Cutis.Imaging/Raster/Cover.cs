namespace Cutis.Imaging.Raster;

/// <summary>How much of a tile a level covers.</summary>
internal enum Cover : byte
{
    /// <summary>No pixel.</summary>
    None,

    /// <summary>Each pixel has a coverage of its own.</summary>
    Part,

    /// <summary>All pixels entirely.</summary>
    Full,
}
