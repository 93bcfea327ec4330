using Cutis.Analysis.Algorithms;

namespace Cutis.Platform.Analysis;

/// <summary>An algorithm in one of its versions, as applications list it and results name it.</summary>
/// <param name="Id">The <c>algorithm_version_id</c>.</param>
/// <param name="TechName">Its canonical name.</param>
/// <param name="Version">Rises whenever the same photo may give other numbers.</param>
internal sealed record AlgorithmVersion(int Id, string TechName, int Version)
{
    /// <summary>Its name with the family before it, as clients know it.</summary>
    public string FamilyTechName =>
        "selfie_v2."
        + TechName switch
        {
            "eye_area_condition" => "eye_bags",
            "eye_age" => "eyes_age",
            "skin_tone" => "skintone-classification",
            _ => TechName,
        };
}

/// <summary>The numbers of algorithms. They are made of the name and the version, so that no table of them can get out of step.</summary>
internal static class AlgorithmVersions
{
    // FNV-1a, as in Fowler, Noll and Vo's draft; its upper bits are folded into the lower ones.
    private const uint Offset = 2166136261;
    private const uint Prime = 16777619;
    private const int Names = 1 << 21;
    private const int Versions = 1000;

    /// <summary>Those that can be computed now: built in, or by a plug-in, which takes the place of one that is built in.</summary>
    public static IReadOnlyList<AlgorithmVersion> All(PluginFolder plugins)
    {
        var foreign = plugins.All.Where(p => p.Problem is null).Select(p => (p.Manifest!.TechName, p.Manifest.Version)).ToList();
        var own = Catalogue.Algorithms.Select(a => (a.TechName, a.Version)).Where(a => foreign.TrueForAll(f => f.TechName != a.TechName));
        return [.. own.Concat(foreign).Select(a => new AlgorithmVersion(IdOf(a.TechName, a.Version), a.TechName, a.Version))];
    }

    /// <summary>The number of an algorithm in a version: below 2³¹, the same on every server.</summary>
    public static int IdOf(string techName, int version)
    {
        var hash = Offset;
        foreach (var c in techName)
            hash = unchecked((hash ^ c) * Prime);
        return (int)((hash ^ (hash >> 11)) % (Names / 2)) * Versions + (version % Versions);
    }
}
