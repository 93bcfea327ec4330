using Cutis.Platform.Configuration;

namespace Cutis.Platform.Capacity;

/// <summary>Limits on heavy work: opening photos, reading results, planning, drawing, analysing.</summary>
internal sealed record AdmissionOptions : ISettings
{
    /// <summary>Memory for all heavy work at a time, in bytes; 0 means half of what the process may use.</summary>
    public long MemoryBytes { get; init; }

    /// <summary>Requests of one company that may wait for their turn; further ones are answered with 503.</summary>
    public int CompanyQueue { get; init; } = 128;

    /// <summary>How long a request may wait for its turn before it is answered with 503.</summary>
    public TimeSpan WaitLimit { get; init; } = TimeSpan.FromSeconds(30);

    public IEnumerable<string> Problems()
    {
        if (MemoryBytes is not 0 and < AdmissionLimits.MinMemory)
            yield return $"Admission:MemoryBytes must be 0, or {AdmissionLimits.MinMemory} or more, not {MemoryBytes}";
        if (CompanyQueue < 0)
            yield return $"Admission:CompanyQueue must be 0 or more, not {CompanyQueue}";
        if (WaitLimit < TimeSpan.FromMilliseconds(100) || WaitLimit > TimeSpan.FromHours(1))
            yield return $"Admission:WaitLimit must be from 0.1 seconds to 1 hour, not {WaitLimit}";
    }
}
