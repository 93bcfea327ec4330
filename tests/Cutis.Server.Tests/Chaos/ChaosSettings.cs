using System.Globalization;

namespace Cutis.Server.Tests.Chaos;

/// <summary>How much: CUTIS_CHAOS_ROUNDS, and CUTIS_CHAOS_REPORT for a file that the figures go to.</summary>
internal static class ChaosSettings
{
    /// <summary>Rounds, or a few where nothing is asked for.</summary>
    public static int Rounds(int few) =>
        int.TryParse(
            Environment.GetEnvironmentVariable("CUTIS_CHAOS_ROUNDS"),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var rounds
        )
            ? rounds
            : few;

    /// <summary>Where a round is an attempt at one thing, more of them are few.</summary>
    public static void Report(string line)
    {
        if (Environment.GetEnvironmentVariable("CUTIS_CHAOS_REPORT") is { } path)
            File.AppendAllText(path, line + "\n");
    }
}
