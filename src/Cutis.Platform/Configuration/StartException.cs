namespace Cutis.Platform.Configuration;

/// <summary>A start that cannot be; the message is a sentence for the operator.</summary>
internal class StartException(string message, Exception? inner = null) : Exception(message, inner);
