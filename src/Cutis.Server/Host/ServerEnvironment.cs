using Cutis.Platform.Configuration;

namespace Cutis.Server.Host;

/// <summary>Reads where the server listens and where its data is from the environment.</summary>
internal static class ServerEnvironment
{
    /// <exception cref="SettingsException">A variable is wrong, or misspelt.</exception>
    public static ServerSettings Read()
    {
        SettingNames.Check(Environment.GetEnvironmentVariables().Keys.Cast<string>());
        var urls = Environment.GetEnvironmentVariable("CUTIS_URLS") ?? ServerSettings.DefaultUrls;
        foreach (var url in urls.Split(';'))
            if (!IsAddress(url))
                throw new SettingsException(
                    $"CUTIS_URLS must be addresses such as {ServerSettings.DefaultUrls}, separated by semicolons, not \"{url}\""
                );
        var data = Environment.GetEnvironmentVariable("CUTIS_DATA") ?? "data";
        if (string.IsNullOrWhiteSpace(data))
            throw new SettingsException("CUTIS_DATA is empty; name a folder, or leave it out for ./data");
        return new ServerSettings(urls, Path.GetFullPath(data));
    }

    // The server speaks plain HTTP; TLS is the proxy's.
    private static bool IsAddress(string url)
    {
        try
        {
            return BindingAddress.Parse(url) is { Scheme: "http", Port: >= 0 and <= 65535 };
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
