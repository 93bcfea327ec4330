using Cutis.Platform.Urls;

namespace Cutis.Server.Security;

/// <summary>What a browser lets the console do: nothing but what is listed here, and nothing inline.</summary>
internal static class ConsolePolicy
{
    /// <summary>The camera, for photos; no other device.</summary>
    public const string Permissions = "camera=(self), microphone=(), geolocation=(), payment=(), usb=()";

    private const string Csp =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:{0}; connect-src 'self'{0}; font-src 'self'; "
        + "media-src 'self' blob:; worker-src 'self'; manifest-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

    /// <summary>The Content-Security-Policy of the console's page.</summary>
    /// <param name="files">
    /// Where URLs of pictures begin: who opens the console by another name of the server still sees them.
    /// </param>
    public static string Create(FilesOptions files) =>
        Csp.Replace(
            "{0}",
            files.PublicUrl.Length > 0 && PublicUrl.Parse(files.PublicUrl, out _) is { } url ? $" {url.Scheme}://{url.Host}" : "",
            StringComparison.Ordinal
        );
}
