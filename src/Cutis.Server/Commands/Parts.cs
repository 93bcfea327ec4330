using System.CommandLine;

namespace Cutis.Server.Commands;

/// <summary>Arguments and options that several commands have.</summary>
internal static class Parts
{
    /// <summary>A photo on the disk.</summary>
    public static Argument<string> Photo() => new("photo") { HelpName = "PHOTO", Description = "A JPEG or PNG." };

    /// <summary>Where the pictures go.</summary>
    public static Option<string> Output(string folder) =>
        new("--output", "-o")
        {
            HelpName = "FOLDER",
            Description = "The folder that the files are written to; it is made when it is not there.",
            DefaultValueFactory = _ => folder,
        };
}
