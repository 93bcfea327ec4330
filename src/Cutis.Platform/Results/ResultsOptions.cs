using Cutis.Platform.Configuration;

namespace Cutis.Platform.Results;

/// <summary>What a result may be at most; see also the limits of the documented format.</summary>
internal sealed record ResultsOptions : ISettings
{
    /// <summary>Bytes of the JSON document.</summary>
    public long MaxBytes { get; init; } = 32 << 20;

    /// <summary>Bytes of a list of results: an answer has several.</summary>
    public long ListBytes() => 4 * MaxBytes;

    public IEnumerable<string> Problems()
    {
        if (MaxBytes is < 1 or > 1 << 30)
            yield return $"Results:MaxBytes must be from 1 to {1 << 30}, not {MaxBytes}";
    }
}
