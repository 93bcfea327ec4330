using System.Collections.Immutable;
using System.Globalization;
using Cutis.Analysis.Algorithms;
using Cutis.Masks.Results;
using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Analysis;

/// <summary>What is computed for the images of a dataset: what the applications that are attached to it have enabled.</summary>
internal sealed class DatasetAlgorithms(CutisDb db, PluginFolder plugins)
{
    /// <summary>Canonical names for a dataset of the current company; all that can be computed where no application is attached.</summary>
    public async Task<ImmutableArray<string>> ListAsync(Guid dataset, CancellationToken stop)
    {
        var runs = await db.DatasetApplications.AsNoTracking().Where(a => a.DatasetId == dataset).ToListAsync(stop);
        var names = runs.SelectMany(run => run.EnabledAlgorithms.IsEmpty ? plugins.Default : run.EnabledAlgorithms).Distinct();
        return runs.Count == 0 ? plugins.Default : [.. names];
    }

    /// <summary>The canonical name of an algorithm as a client has written it, or as its number; null when there is none.</summary>
    public string? Find(string text)
    {
        var numbered = AlgorithmVersions.All(plugins).FirstOrDefault(v => v.Id.ToString(CultureInfo.InvariantCulture) == text);
        if (numbered is not null)
            return numbered.TechName;
        if (!AlgorithmName.TryParse(text, out var name))
            return null;
        return name.IsKnown || plugins.Default.Contains(name.Value) || Catalogue.NotAvailable.ContainsKey(name.Value) ? name.Value : null;
    }
}
