namespace Cutis.Platform.Configuration;

/// <summary>Options that validate themselves.</summary>
internal interface ISettings
{
    /// <summary>One sentence for each invalid setting, beginning with section and key.</summary>
    IEnumerable<string> Problems();
}
