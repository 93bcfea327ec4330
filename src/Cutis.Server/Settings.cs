using System.Reflection;
using Cutis.Server.Accounts;
using Cutis.Server.Capacity;
using Cutis.Server.Computation;
using Cutis.Server.Files;
using Cutis.Server.Hosts;
using Cutis.Server.Images;
using Cutis.Server.Objects;
using Cutis.Server.Rasterisation;
using Cutis.Server.Results;

namespace Cutis.Server;

/// <summary>Where the server listens and where its data is: <c>CUTIS_URLS</c> and <c>CUTIS_DATA</c>.</summary>
internal sealed record ServerSettings(string Urls, string Data)
{
    public const string DefaultUrls = "http://127.0.0.1:5080";

    /// <exception cref="SettingsException">A variable is wrong, or misspelt.</exception>
    public static ServerSettings FromEnvironment()
    {
        SettingNames.Check(Environment.GetEnvironmentVariables().Keys.Cast<string>());
        var urls = Environment.GetEnvironmentVariable("CUTIS_URLS") ?? DefaultUrls;
        foreach (var url in urls.Split(';'))
            if (!IsAddress(url)) throw new SettingsException($"CUTIS_URLS must be addresses such as {DefaultUrls}, separated by semicolons, not \"{url}\"");
        var data = Environment.GetEnvironmentVariable("CUTIS_DATA") ?? "data";
        if (string.IsNullOrWhiteSpace(data)) throw new SettingsException("CUTIS_DATA is empty; name a folder, or leave it out for ./data");
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

/// <summary>A setting that cannot be used; the message names its key.</summary>
internal sealed class SettingsException(string message) : Exception(message);

/// <summary>Options that can say what is wrong with them.</summary>
internal interface ISettings
{
    /// <summary>A sentence for each mistake, beginning with section and key.</summary>
    IEnumerable<string> Problems();
}

/// <summary>Binds the options of each part: section:key, in the environment <c>CUTIS__SECTION__KEY</c>. Unknown keys are mistakes.</summary>
internal static class Settings
{
    /// <summary>The sections, with the type that has their defaults.</summary>
    public static IReadOnlyList<(string Section, Type Options)> Sections { get; } =
    [
        ("Images", typeof(ImagesOptions)), ("Results", typeof(ResultsOptions)), ("Objects", typeof(ObjectsOptions)),
        ("Rasterisation", typeof(RasterisationOptions)), ("Admission", typeof(AdmissionOptions)),
        ("Files", typeof(FilesOptions)), ("Proxy", typeof(ProxyOptions)), ("Analysis", typeof(AnalysisSettings)), ("RateLimit", typeof(RateLimitOptions)),
        ("Server", typeof(ServerOptions)), ("Log", typeof(LogOptions)),
    ];

    public static void Bind(IConfiguration configuration, IServiceCollection services)
    {
        var known = Sections.ToDictionary(s => s.Section, s => s.Options, StringComparer.OrdinalIgnoreCase);
        foreach (var section in configuration.GetChildren())
        {
            if (!known.TryGetValue(section.Key, out var type)) throw new SettingsException($"{section.Key} is not a known group of settings{SettingNames.Hint(section.Key)}");
            foreach (var key in section.GetChildren())
                if (Keys(type).All(p => !p.Name.Equals(key.Key, StringComparison.OrdinalIgnoreCase))) throw new SettingsException($"{section.Key}:{key.Key} is not a known setting{SettingNames.Hint($"{section.Key}__{key.Key}")}");
        }

        foreach (var (section, type) in Sections) services.AddSingleton(type, Read(configuration.GetSection(section), type));
    }

    /// <summary>The options of one type.</summary>
    /// <exception cref="SettingsException">One of them is wrong.</exception>
    public static T Read<T>(IConfiguration configuration)
        where T : ISettings => (T)Read(configuration.GetSection(Sections.First(s => s.Options == typeof(T)).Section), typeof(T));

    /// <summary>The settings that a type of options has.</summary>
    public static IEnumerable<PropertyInfo> Keys(Type options) => options.GetProperties().Where(p => p.CanWrite);

    private static ISettings Read(IConfiguration section, Type type)
    {
        ISettings options;
        try
        {
            options = (ISettings)(section.Get(type) ?? Activator.CreateInstance(type)!);
        }
        catch (InvalidOperationException e)
        {
            throw new SettingsException(e.Message);
        }

        return options.Problems().FirstOrDefault() is { } problem ? throw new SettingsException(problem) : options;
    }
}
