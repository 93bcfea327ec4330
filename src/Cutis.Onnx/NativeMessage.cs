using System.Text.RegularExpressions;

namespace Cutis.Onnx;

/// <summary>Messages of the native library, as clients may read them.</summary>
internal static partial class NativeMessage
{
    /// <summary>What has failed.</summary>
    public static string Describe(Exception failure) => $"ONNX Runtime: {WithoutFolders(failure.Message)}";

    /// <summary>A message without the folders of the paths in it: where things are on this machine is not for clients to know.</summary>
    public static string WithoutFolders(string message) => Folders().Replace(message, "");

    [GeneratedRegex(@"(?<![\w.:/\\])(?:[A-Za-z]:)?[/\\](?:[^/\\:*?""<>|\r\n]*[/\\])+")]
    private static partial Regex Folders();
}
