namespace Cutis.Platform.Configuration;

/// <summary>A setting is invalid; the message names its key.</summary>
internal sealed class SettingsException(string message) : Exception(message);
