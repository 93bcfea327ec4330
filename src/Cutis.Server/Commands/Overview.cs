using System.CommandLine;
using System.Text;

namespace Cutis.Server.Commands;

/// <summary>The help of the whole command line: every command with its arguments and one sentence.</summary>
internal static class Overview
{
    private const int Column = 40;

    public static string Write(Command root)
    {
        var text = new StringBuilder().AppendLine(root.Description).AppendLine();
        foreach (var command in Leaves(root))
        {
            var usage = Usage(command);
            // A long usage has its sentence on the next line.
            text.Append("  ")
                .Append(usage)
                .Append(usage.Length < Column ? new string(' ', Column - usage.Length) : "\n" + new string(' ', Column + 2));
            text.AppendLine(command.Description);
        }

        return text.AppendLine().Append("`./run COMMAND --help` tells more. The settings are in the README.").ToString();
    }

    /// <summary>The usage of a command, such as <c>./run analyse PHOTO [-o FOLDER]</c>.</summary>
    public static string Usage(Command command)
    {
        var text = new StringBuilder(PathOf(command));
        foreach (var argument in command.Arguments)
            text.Append(' ').Append(argument.Arity.MinimumNumberOfValues > 0 ? argument.HelpName : $"[{argument.HelpName}]");
        foreach (var option in command.Options.Where(o => o is not System.CommandLine.Help.HelpOption))
        {
            var name = option.Aliases.OrderBy(a => a.Length).FirstOrDefault() ?? option.Name;
            text.Append(' ').Append(option.Arity.MaximumNumberOfValues == 0 ? $"[{name}]" : $"[{name} {option.HelpName}]");
        }

        return text.ToString();
    }

    /// <summary>The words that invoke a command, such as <c>./run keys rotate</c>.</summary>
    public static string PathOf(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{PathOf(parent)} {command.Name}" : command.Name;

    private static IEnumerable<Command> Leaves(Command command) =>
        command.Subcommands.SelectMany(c => c.Subcommands.Count == 0 ? [c] : Leaves(c)).Where(c => !c.Hidden);
}
