using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;

namespace Cutis.Server.Commands;

/// <summary>The commands of the one executable. Each command's file says how it is called; this one lists them and turns failures into sentences.</summary>
internal static class CommandLine
{
    /// <summary>Runs a command line.</summary>
    /// <returns>0 when it did what was asked, 1 when it could not, 2 when the command line or a setting is wrong.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        var root = Create();
        // Without response files: "@" may begin the name of a company or a file.
        var parsed = root.Parse(args is ["help"] ? [] : args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (args is ["help"] or ["--help"] or ["-h"] or ["-?"]) return Say(Overview.Write(root), 0);
        if (parsed.Errors.Count > 0 && parsed.Action is not HelpAction) return Say(UsageMistake.Explain(parsed), 2);
        try
        {
            // A server ends its requests by itself; other commands have nothing to end, and Ctrl+C ends the process.
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (SettingsException e)
        {
            return Say($"A setting is wrong: {e.Message.TrimEnd('.')}. The README lists them all.", 2);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Say(e.Message, 1);
        }
    }

    /// <summary>Writes to the console, to the error stream when the exit code is not 0.</summary>
    public static int Say(string text, int exitCode)
    {
        (exitCode == 0 ? Console.Out : Console.Error).WriteLine(text);
        return exitCode;
    }

    // A new command is one line here.
    private static Command Create()
    {
        var root = new Command("./run", "Cutis analyses skin on photos and draws the masks.")
        {
            new HelpOption(),
            ServeCommand.Create(),
            DemoCommand.Create(),
            AnalyseCommand.Create(),
            RenderCommand.Create(),
            EvaluateCommand.Create(),
            CompaniesCommand.Create(),
            TokensCommand.Create(),
            KeysCommand.Create(),
        };
        root.SetAction((_, stop) => ServeCommand.RunAsync(stop));
        return root;
    }
}
