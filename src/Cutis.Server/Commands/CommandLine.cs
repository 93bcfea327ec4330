using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;

namespace Cutis.Server.Commands;

/// <summary>
/// The commands of the executable. Each command's file defines its arguments; this one lists the commands and turns failures into
/// sentences.
/// </summary>
internal static class CommandLine
{
    // EX_SOFTWARE of sysexits.h.
    private const int BugExitCode = 70;

    /// <summary>Runs a command line.</summary>
    /// <returns>0 on success, 1 on failure, 2 when the command line or a setting is invalid.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        var root = Create();
        // Without response files: names of companies and files may begin with "@".
        var parsed = root.Parse(args is ["help"] ? [] : args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (args is ["help"] or ["--help"] or ["-h"] or ["-?"])
            return Print(Overview.Write(root), 0);
        if (parsed.Errors.Count > 0 && parsed.Action is not HelpAction)
            return Print(UsageErrors.Explain(parsed), 2);
        try
        {
            // The server ends its requests itself; other commands have nothing to finish, so that Ctrl+C ends the process.
            return await parsed.InvokeAsync(
                new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }
            );
        }
        catch (Exception e) when (StartFault.Explain(e) is { } fault)
        {
            return Print(fault.Sentence, fault.ExitCode);
        }
        catch (Exception e)
        {
            // An exception without a sentence is a bug.
            return Print($"Cutis has failed, and should not have. Please report this:\n{e}", BugExitCode);
        }
    }

    /// <summary>Writes to the console; to the error stream when the exit code is not 0.</summary>
    public static int Print(string text, int exitCode)
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
            UploadCommand.Create(),
            ImportCommand.Create(),
            AnalyseCommand.Create(),
            RenderCommand.Create(),
            EvaluateCommand.Create(),
            CompaniesCommand.Create(),
            UsersCommand.Create(),
            TokensCommand.Create(),
            KeysCommand.Create(),
            ReceiptsCommand.Create(),
            DataFolderCommand.Create(),
        };
        root.SetAction((_, stop) => ServeCommand.RunAsync(stop));
        return root;
    }
}
