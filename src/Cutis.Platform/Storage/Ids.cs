namespace Cutis.Platform.Storage;

/// <summary>Creates the ids of the contract: random UUIDs, version 4.</summary>
internal static class Ids
{
#pragma warning disable RS0030 // The one place that may.
    public static Guid New() => Guid.NewGuid();
#pragma warning restore RS0030
}
