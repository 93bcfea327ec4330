namespace Cutis.Platform.Configuration;

/// <summary>The server cannot start; the message is a sentence for the operator.</summary>
internal class StartException(string message, Exception? inner = null) : Exception(message, inner);
