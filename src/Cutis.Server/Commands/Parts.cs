using System.CommandLine;
using Cutis.Platform.Configuration;
using Cutis.Platform.Storage;

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

    /// <summary>The contents of a file that was named.</summary>
    /// <exception cref="StartException">It cannot be read.</exception>
    public static byte[] Read(string path)
    {
        if (Directory.Exists(path))
            throw new StartException($"{path} is a folder. Name a file.");
        if (!File.Exists(path))
            throw new StartException($"{path} does not exist, or this user may not see it.");
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"{path} cannot be read: {DiskFaults.Reason(e)}.", e);
        }
    }

    /// <summary>Makes the folder for output files.</summary>
    /// <exception cref="StartException">It cannot be made.</exception>
    public static void Make(string folder)
    {
        if (File.Exists(folder))
            throw new StartException($"{folder} is a file. Name a folder.");
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"The folder {folder} cannot be made: {DiskFaults.Reason(e)}.", e);
        }
    }
}
