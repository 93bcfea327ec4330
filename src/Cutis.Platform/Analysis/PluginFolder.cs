using System.Collections.Immutable;
using Cutis.Analysis.Algorithms;
using Cutis.Analysis.Faces;
using Cutis.Analysis.Plugins;

namespace Cutis.Platform.Analysis;

/// <summary>A plug-in and whether it can be used.</summary>
internal sealed record LoadedPlugin(string Folder, PluginManifest? Manifest, ModelPlugin? Model, string? Problem);

/// <summary>
/// The plug-ins of the operator, loaded once at the start. One that cannot be loaded is listed with the reason; the rest runs on.
/// </summary>
internal sealed partial class PluginFolder : IDisposable
{
    private readonly HttpAnalyser _http = new();

    /// <param name="settings">Where they are.</param>
    /// <param name="readers">One for each kind that runs in this process.</param>
    /// <param name="log">Told of those that cannot be used.</param>
    public PluginFolder(AnalysisSettings settings, IEnumerable<IPluginModelReader> readers, ILogger<PluginFolder> log)
    {
        if (settings.Plugins.Length == 0)
            return;
        var byKind = readers.ToDictionary(reader => reader.Kind, StringComparer.Ordinal);
        foreach (var folder in Directory.EnumerateDirectories(settings.Plugins).Order(StringComparer.Ordinal))
        {
            var plugin = Load(folder, byKind);
            if (plugin.Problem is null && All.Any(other => other.Problem is null && other.Manifest!.TechName == plugin.Manifest!.TechName))
                plugin = plugin with { Model = null, Problem = $"another plug-in answers for {plugin.Manifest!.TechName} already" };
            All.Add(plugin);
            if (plugin.Problem is not null)
                NotLoaded(log, plugin.Folder, plugin.Problem);
        }
    }

    /// <summary>All of them, by folder.</summary>
    public List<LoadedPlugin> All { get; } = [];

    /// <summary>Those that run in this process.</summary>
    public IReadOnlyList<ModelPlugin> Models => [.. All.Select(p => p.Model).OfType<ModelPlugin>()];

    /// <summary>The names that can be computed because of a plug-in.</summary>
    public IEnumerable<string> Names => All.Where(p => p.Problem is null).Select(p => p.Manifest!.TechName);

    /// <summary>What is run when nothing is named: what is built in and holds on photographs, and every plug-in.</summary>
    public ImmutableArray<string> Default => [.. Catalogue.Usual.Select(a => a.TechName).Union(Names)];

    /// <summary>Everything that can be run.</summary>
    public IEnumerable<string> Available => Catalogue.Algorithms.Select(a => a.TechName).Union(Names);

    /// <summary>Those of some algorithms for which an analyser at an address answers.</summary>
    public IReadOnlyCollection<string> FindAtAddresses(IReadOnlyCollection<string> algorithms) =>
        [
            .. All.Where(p => p.Problem is null && p.Manifest!.Kind == "http" && algorithms.Contains(p.Manifest.TechName))
                .Select(p => p.Manifest!.TechName),
        ];

    /// <summary>Asks the analysers at addresses; each that fails fails alone.</summary>
    public async Task<List<AlgorithmAnswer>> AnalyseAsync(
        Guid image,
        RestoredImage restored,
        (int Width, int Height) photo,
        IReadOnlyCollection<string> algorithms,
        Action<string> done,
        CancellationToken stop
    )
    {
        var answers = new List<AlgorithmAnswer>();
        foreach (var plugin in All.Where(p => p.Problem is null && p.Manifest!.Kind == "http" && algorithms.Contains(p.Manifest.TechName)))
        {
            answers.Add(await _http.AnalyseAsync(plugin.Manifest!, image, restored, photo, stop));
            done(plugin.Manifest!.TechName);
        }

        return answers;
    }

    public void Dispose() => _http.Dispose();

    private static LoadedPlugin Load(string folder, Dictionary<string, IPluginModelReader> readers)
    {
        var name = Path.GetFileName(folder);
        var path = Path.Combine(folder, "manifest.json");
        if (!File.Exists(path))
            return new LoadedPlugin(name, null, null, "manifest.json is missing");
        if (!PluginManifest.TryRead(File.ReadAllBytes(path), out var manifest, out var error))
            return new LoadedPlugin(name, null, null, error);
        if (manifest.Kind == "http")
            return new LoadedPlugin(name, manifest, null, null);
        var file = Path.Combine(folder, manifest.File ?? $"model.{manifest.Kind}");
        if (!File.Exists(file))
            return new LoadedPlugin(name, manifest, null, $"{Path.GetFileName(file)} is missing");
        try
        {
            return new LoadedPlugin(name, manifest, new ModelPlugin(manifest, readers[manifest.Kind].Read(file, manifest)), null);
        }
        catch (PluginException e)
        {
            return new LoadedPlugin(name, manifest, null, e.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The plug-in {Folder} is not available: {Problem}")]
    private static partial void NotLoaded(ILogger log, string folder, string problem);
}
