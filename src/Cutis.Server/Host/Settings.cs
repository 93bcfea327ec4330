using System.Reflection;
using Cutis.Platform.Accounts;
using Cutis.Platform.Analysis;
using Cutis.Platform.Capacity;
using Cutis.Platform.Configuration;
using Cutis.Platform.Photos;
using Cutis.Platform.Results;
using Cutis.Platform.Storage;
using Cutis.Platform.Urls;
using Cutis.Platform.Webhooks;
using Cutis.Server.Http;
using Cutis.Server.Security;

namespace Cutis.Server.Host;

/// <summary>
/// Binds the options of each part: section:key, in the environment <c>CUTIS__SECTION__KEY</c>. Unknown keys are mistakes.
/// </summary>
internal static class Settings
{
    /// <summary>The sections, with the type that has their defaults.</summary>
    public static IReadOnlyList<(string Section, Type Options)> Sections { get; } =
    [
        ("Images", typeof(ImagesOptions)),
        ("Results", typeof(ResultsOptions)),
        ("Objects", typeof(ObjectsOptions)),
        ("Rasterisation", typeof(RasterisationOptions)),
        ("Admission", typeof(AdmissionOptions)),
        ("Files", typeof(FilesOptions)),
        ("Proxy", typeof(ProxyOptions)),
        ("Cors", typeof(CorsOptions)),
        ("Accounts", typeof(AccountOptions)),
        ("Analysis", typeof(AnalysisSettings)),
        ("Webhooks", typeof(WebhookOptions)),
        ("RateLimit", typeof(RateLimitOptions)),
        ("Server", typeof(ServerOptions)),
        ("Console", typeof(ConsoleOptions)),
        ("Log", typeof(LogOptions)),
    ];

    public static void Bind(IConfiguration configuration, IServiceCollection services)
    {
        var known = Sections.ToDictionary(s => s.Section, s => s.Options, StringComparer.OrdinalIgnoreCase);
        foreach (var section in configuration.GetChildren())
        {
            if (!known.TryGetValue(section.Key, out var type))
                throw new SettingsException($"{section.Key} is not a known group of settings{SettingNames.Hint(section.Key)}");
            foreach (var key in section.GetChildren())
                if (Keys(type).All(p => !p.Name.Equals(key.Key, StringComparison.OrdinalIgnoreCase)))
                    throw new SettingsException(
                        $"{section.Key}:{key.Key} is not a known setting{SettingNames.Hint($"{section.Key}__{key.Key}")}"
                    );
        }

        foreach (var (section, type) in Sections)
            services.AddSingleton(type, Read(configuration.GetSection(section), type));
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

        var problems = options is FilesOptions files ? options.Problems().Concat(HostSettings.Problems(files)) : options.Problems();
        return problems.FirstOrDefault() is { } problem ? throw new SettingsException(problem) : options;
    }
}
