namespace Cutis.Server.Commands;

/// <summary>The commands of the one executable.</summary>
internal static class CommandLine
{
    private const string Help = """
        Cutis draws skin-analysis masks on photos.

          ./run                                 start the server (CUTIS_URLS, CUTIS_DATA)
          ./run demo [-o DIR]                   do the main job once, on the demo photo; pictures go to ./demo
          ./run render PHOTO RESULT.json -o DIR draw the masks of a result on a photo, without a server
          ./run analyse PHOTO -o DIR            analyse a photo: results, the aligned face, the masked pictures
          ./run evaluate IMAGES MASKS [NAME]    hold an algorithm (lines) against masks that you drew: PNGs, white on black
          ./run keys rotate                     make a new signing key; live addresses stay valid
          ./run companies create NAME           make a company, and the first administrator a member of it
          ./run companies list                  show the companies
          ./run tokens create NAME              make a private token for the first administrator
          ./run tokens list                     show the tokens
          ./run tokens revoke ID                make a token invalid
          ./run help                            show this
        """;

    public static async Task<int> RunAsync(string[] args)
    {
        using var stop = new CancellationTokenSource();
        try
        {
            return args switch
            {
                [] or ["serve"] => await ServeCommand.RunAsync(),
                ["demo"] => await DemoCommand.RunAsync("demo", stop.Token),
                ["demo", "-o", var folder] => await DemoCommand.RunAsync(folder, stop.Token),
                ["render", var photo, var result, "-o", var folder] => RenderCommand.Run(photo, result, folder),
                ["analyse", var photo, "-o", var folder] => AnalyseCommand.Run(photo, folder),
                ["evaluate", var images, var masks] => EvaluateCommand.Run(images, masks, "lines"),
                ["evaluate", var images, var masks, var name] => EvaluateCommand.Run(images, masks, name),
                ["keys", "rotate"] => KeysCommand.Rotate(),
                ["companies", "create", var name] => await CompaniesCommand.CreateAsync(name, stop.Token),
                ["companies", "list"] => await CompaniesCommand.ListAsync(stop.Token),
                ["tokens", "create", var name] => await TokensCommand.CreateAsync(name, stop.Token),
                ["tokens", "list"] => await TokensCommand.ListAsync(stop.Token),
                ["tokens", "revoke", var id] => await TokensCommand.RevokeAsync(id, stop.Token),
                ["help"] or ["--help"] or ["-h"] => Say(Help, 0),
                _ => Say($"Unknown command: {string.Join(' ', args)}\n\n{Help}", 2),
            };
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
}
