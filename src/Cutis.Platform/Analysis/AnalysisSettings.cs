using Cutis.Platform.Configuration;

namespace Cutis.Platform.Analysis;

/// <summary>How much work analysis may take, and where plug-ins are.</summary>
internal sealed record AnalysisSettings : ISettings
{
    /// <summary>Photos analysed at the same time; 0 means one for every two cores.</summary>
    public int Concurrency { get; init; }

    /// <summary>Jobs that may wait; a further one is answered with 503.</summary>
    public int Queue { get; init; } = 5000;

    /// <summary>Jobs of one company that may wait; a further one is answered with 429.</summary>
    public int CompanyQueue { get; init; } = 1000;

    /// <summary>How often a job is begun before it counts as failed.</summary>
    public int Attempts { get; init; } = 3;

    /// <summary>How long a worker that does not report keeps its job.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Pixels between the pupils in the restored photo: more is more detail and more time.</summary>
    public double PupilDistance { get; init; } = 400;

    /// <summary>Folder of plug-ins, one folder each; none when empty.</summary>
    public string Plugins { get; init; } = "";

    public IEnumerable<string> Problems()
    {
        if (Concurrency is < 0 or > 256)
            yield return $"Analysis:Concurrency must be from 0 to 256, not {Concurrency}";
        if (Queue < 0)
            yield return $"Analysis:Queue must be 0 or more, not {Queue}";
        if (CompanyQueue < 0)
            yield return $"Analysis:CompanyQueue must be 0 or more, not {CompanyQueue}";
        if (Attempts is < 1 or > 20)
            yield return $"Analysis:Attempts must be from 1 to 20, not {Attempts}";
        if (Lease < TimeSpan.FromSeconds(1) || Lease > TimeSpan.FromHours(1))
            yield return $"Analysis:Lease must be from 1 second to 1 hour, not {Lease}";
        if (PupilDistance is < 100 or > 1000)
            yield return $"Analysis:PupilDistance must be from 100 to 1000, not {PupilDistance}";
        if (Plugins.Length > 0 && !Directory.Exists(Plugins))
            yield return $"Analysis:Plugins must be a folder, not \"{Plugins}\"";
    }

    /// <summary>Photos at a time, and threads for each.</summary>
    public (int Photos, int Threads) Share()
    {
        var photos = Concurrency == 0 ? Math.Max(1, Environment.ProcessorCount / 2) : Concurrency;
        return (photos, Math.Max(1, Environment.ProcessorCount / photos));
    }
}
