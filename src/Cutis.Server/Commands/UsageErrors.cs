using System.CommandLine;
using System.CommandLine.Parsing;
using Cutis.Platform.Errors;

namespace Cutis.Server.Commands;

/// <summary>Explains errors of a command line: what is missing, what is too much, and which known word is similar.</summary>
internal static class UsageErrors
{
    /// <summary>One sentence, and the usage of the command.</summary>
    public static string Explain(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var path = Overview.PathOf(command);
        var isGroup = command.Subcommands.Count > 0;
        if (parsed.UnmatchedTokens.Count > 0)
        {
            var word = parsed.UnmatchedTokens[0];
            if (word.StartsWith('-'))
                return $"{path} has no option {word}.{Near(word, Options(command))}\n\n{Help(command)}";
            if (isGroup)
                return $"Unknown command: {Words(path, word)}.{Near(word, command.Subcommands.Select(c => c.Name))}\n\n{Help(command)}";
            return $"{path} takes no \"{word}\" here.\n\n{Help(command)}";
        }

        var missing = command
            .Arguments.Where(a => parsed.GetResult(a) is not { Tokens.Count: > 0 } && a.Arity.MinimumNumberOfValues > 0)
            .ToArray();
        if (missing.Length > 0)
            return $"{path} needs {string.Join(" and ", missing.Select(a => a.HelpName))}.\n\n{Help(command)}";
        if (isGroup)
            return $"{path} needs one of: {string.Join(", ", command.Subcommands.Select(c => c.Name))}.\n\n{Help(command)}";
        return $"{path}: {parsed.Errors[0].Message}\n\n{Help(command)}";
    }

    private static string Words(string path, string word) => $"{path} {word}"["./run ".Length..];

    private static string Near(string word, IEnumerable<string> known) =>
        Spelling.Nearest(word, known) is { } near ? $" Did you mean {near}?" : "";

    private static IEnumerable<string> Options(Command command) =>
        command.Options.SelectMany(o => o.Aliases.Append(o.Name)).Where(n => n.Length > 2);

    private static string Help(Command command) =>
        command.Subcommands.Count > 0
            ? Overview.Write(command)
            : $"Usage: {Overview.Usage(command)}\n`{Overview.PathOf(command)} --help` tells more.";
}
