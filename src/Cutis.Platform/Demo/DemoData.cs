using Cutis.Platform.Configuration;

namespace Cutis.Platform.Demo;

/// <summary>
/// The photo that comes with Cutis: a drawn face, nobody's, with lines, spots and pores painted on it (bench/analysis makes it).
/// </summary>
internal static class DemoData
{
    public static byte[] Photo => Embedded.Own.Read("demo/photo.jpg")!;
}
