using Cutis.Platform.Configuration;

namespace Cutis.Platform.Demo;

/// <summary>
/// The photo that comes with Cutis: a drawn face that shows nobody, with lines, spots and pores painted on it (made by bench/analysis).
/// </summary>
internal static class DemoData
{
    public static byte[] Photo => Embedded.Own.Read("demo/photo.jpg")!;
}
