namespace Cutis.Platform.Configuration;

/// <summary>Where the server listens and where its data is: <c>CUTIS_URLS</c> and <c>CUTIS_DATA</c>.</summary>
internal sealed record ServerSettings(string Urls, string Data)
{
    public const string DefaultUrls = "http://127.0.0.1:5080";
}
