namespace Cutis.Platform.Configuration;

/// <summary>Options that can say what is wrong with them.</summary>
internal interface ISettings
{
    /// <summary>A sentence for each mistake, beginning with section and key.</summary>
    IEnumerable<string> Problems();
}
