using Cutis.Platform.Urls;

namespace Cutis.Server.Security;

/// <summary>Checks those settings of files that name hosts.</summary>
internal static class HostSettings
{
    /// <summary>A sentence for each mistake, beginning with section and key.</summary>
    public static IEnumerable<string> Problems(FilesOptions files)
    {
        if (files.PublicUrl.Length > 0 && PublicUrl.Parse(files.PublicUrl, out var problem) is null)
            yield return $"Files:PublicUrl {problem}";
        if (AllowedHosts.Problem(files.AllowedHosts) is { } wrong)
            yield return $"Files:AllowedHosts {wrong}";
    }
}
