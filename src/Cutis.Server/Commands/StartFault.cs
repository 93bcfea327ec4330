using System.Net.Sockets;
using Cutis.Platform.Configuration;
using Cutis.Platform.Storage;
using Microsoft.AspNetCore.Connections;

namespace Cutis.Server.Commands;

/// <summary>Explains why a command failed, in one sentence for the operator.</summary>
internal static class StartFault
{
    /// <summary>The sentence and the exit code: 2 for an invalid setting, 1 for the state of the machine; null for a bug.</summary>
    public static (string Sentence, int ExitCode)? Explain(Exception exception) =>
        exception switch
        {
            SettingsException => ($"A setting is wrong: {Ended(exception.Message)} The README lists them all.", 2),
            StartException => (exception.Message, 1),
            IOException { InnerException: AddressInUseException } => (
                $"{exception.Message.TrimEnd('.')}. Stop the program that listens there, or name another URL in CUTIS_URLS.",
                1
            ),
            SocketException => ($"The server cannot listen where CUTIS_URLS says: {exception.Message}.", 1),
            _ when DatabaseFaults.Find(exception) is { } fault => (Explain(fault), 1),
            IOException or UnauthorizedAccessException => (exception.Message, 1),
            HttpRequestException => (exception.Message, 1),
            { InnerException: { } inner } when exception is InvalidOperationException or AggregateException => Explain(inner),
            _ => null,
        };

    private static string Ended(string sentence) => sentence.TrimEnd('.', '?') + (sentence.EndsWith('?') ? "?" : ".");

    private static string Explain(DatabaseFault fault) =>
        fault switch
        {
            DatabaseFault.Busy => "The database is held by another program; try again.",
            DatabaseFault.Full => "The disk of the database is full. Make space, and try again.",
            DatabaseFault.Damaged => "The database is damaged. Put a backup of the whole data folder back.",
            DatabaseFault.Conflict => "Somebody else has changed the same thing at the same time; try again.",
            _ => "The database cannot be read or written. Look at the rights and the disk of the data folder.",
        };
}
