using Cutis.Platform.Configuration;

namespace Cutis.Platform.Storage;

/// <summary>How the stored photos and masks are kept.</summary>
internal sealed record ObjectsOptions : ISettings
{
    /// <summary>Days that a file without a record is kept in objects/aside before it is deleted.</summary>
    public int AsideDays { get; init; } = 7;

    public IEnumerable<string> Problems()
    {
        if (AsideDays is < 1 or > 3650)
            yield return $"Objects:AsideDays must be from 1 to 3650, not {AsideDays}";
    }
}
