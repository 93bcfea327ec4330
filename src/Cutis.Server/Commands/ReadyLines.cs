using Cutis.Platform.Demo;

namespace Cutis.Server.Commands;

/// <summary>Lines ready to be pasted into a shell. They read the token from its file, so that it is not displayed.</summary>
internal static class ReadyLines
{
    /// <summary>A request for masks of an image.</summary>
    public static string ForImage(string what, Guid image, string dataFolder) =>
        $$"""

            The masks of {{what}}, in another terminal:

            {{ReadCredentials(dataFolder)}}; {{AskForMasks(image)}}

            A photo of yours: ./run upload selfie.jpg

            """;

    private static string ReadCredentials(string dataFolder) => $". {Quoted(Credentials.ShellPathIn(dataFolder))}";

    private static string AskForMasks(Guid image) =>
        """curl -s "$URL/service/rasterisation/v4/masks/?company_id=$COMPANY" -H "Authorization: Bearer $TOKEN" """
        + $$"""-d '{"image_id":"{{image}}","image_type":"original","masks":"""
        + """[{"algorithm_tech_name":"lines"},{"algorithm_tech_name":"redness"}]}'""";

    private static string Quoted(string path) => $"'{path.Replace("'", "'\\''")}'";
}
