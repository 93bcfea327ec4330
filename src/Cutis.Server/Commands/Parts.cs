using System.CommandLine;

namespace Cutis.Server.Commands;

/// <summary>Arguments and options that several commands share.</summary>
internal static class Parts
{
    /// <summary>The path of a photo.</summary>
    public static Argument<string> Photo() => new("photo") { HelpName = "PHOTO", Description = "A JPEG or PNG." };

    /// <summary>The folder for output files.</summary>
    public static Option<string> Output(string folder) =>
        new("--output", "-o")
        {
            HelpName = "FOLDER",
            Description = "The folder that the files are written to; it is made when it is not there.",
            DefaultValueFactory = _ => folder,
        };
}
