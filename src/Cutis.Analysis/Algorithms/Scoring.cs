using System.Text.Json;
using Cutis.Analysis.Models;

namespace Cutis.Analysis.Algorithms;

/// <summary>
/// Converts raw measures to scores of 0..100: 100 · exp(−x / x0). The constants x0 are in scores.json. They are not derived from a labelled
/// population and are therefore provisional; the raw measures are reported too.
/// </summary>
internal static class Scoring
{
    private static readonly Lazy<(int Version, Dictionary<string, double> Constants)> File = new(Read);

    /// <summary>The version of the constants.</summary>
    public static int Version => File.Value.Version;

    /// <summary>The score of a measure; higher is better.</summary>
    public static double Score(string measure, double value) =>
        Math.Round(100 * Math.Exp(-Math.Max(0, value) / File.Value.Constants[measure]), MidpointRounding.AwayFromZero);

    private static (int Version, Dictionary<string, double> Constants) Read()
    {
        using var document = JsonDocument.Parse(ModelFiles.Read("skin/scores.json"));
        return (
            document.RootElement.GetProperty("version").GetInt32(),
            document
                .RootElement.GetProperty("x0")
                .EnumerateObject()
                .ToDictionary(p => p.Name, p => p.Value.GetDouble(), StringComparer.Ordinal)
        );
    }
}
