namespace Cutis.Platform.Configuration;

/// <summary>A setting that cannot be used; the message names its key.</summary>
internal sealed class SettingsException(string message) : Exception(message);
