using System.Text.Json;

namespace Cutis.Server.Demo;

/// <summary>
/// The portrait that comes with Cutis, and results for it made by hand. The portrait of Grace Hopper is a work of the US Navy, in
/// the public domain.
/// </summary>
internal static class DemoData
{
    public static byte[] Photo => Embedded.Read("demo/photo.jpg")!;

    public static byte[] Restored => Embedded.Read("demo/restored.jpg")!;

    /// <summary>A list of results.</summary>
    public static JsonDocument Results() => JsonDocument.Parse(Embedded.Read("demo/results.json")!);
}
