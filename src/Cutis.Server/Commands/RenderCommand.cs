using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using Cutis.Imaging.Core;
using Cutis.Imaging.Photos;
using Cutis.Masks.Results;
using Cutis.Platform.Photos;
using Cutis.Platform.Urls;

namespace Cutis.Server.Commands;

/// <summary>Draws the masks of a result, or of a list of results, on a photo, without a server.</summary>
internal static class RenderCommand
{
    public static Command Create()
    {
        var result = new Argument<string>("result")
        {
            HelpName = "RESULT.json",
            Description = "A result of the documented form, or a list of results.",
        };
        var (photo, output) = (Parts.Photo(), Parts.Output("out"));
        var command = new Command("render", "draw the masks of a result on a photo, without a server") { photo, result, output };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(photo), parsed.GetRequiredValue(result), parsed.GetRequiredValue(output)));
        return command;
    }

    public static int Run(string photoPath, string resultPath, string folder)
    {
        if (!Photo.TryOpen(Parts.Read(photoPath), new ImagesOptions().Limits, out var photo, out var error))
            return CommandLine.Print($"{photoPath}: {error.Message}", 1);
        using var document = Parse(resultPath);
        if (document is null)
            return CommandLine.Print($"{resultPath}: is not JSON.", 1);

        Parts.Make(folder);
        var results =
            document.RootElement.ValueKind == JsonValueKind.Array
                ? document.RootElement.EnumerateArray().ToArray()
                : [document.RootElement];
        var failed = 0;
        for (var i = 0; i < results.Length; i++)
        {
            Console.Write($"[{i + 1}/{results.Length}] ");
            if (!Draw(photo, results[i], resultPath, folder))
                failed++;
        }

        if (failed < results.Length)
            Console.WriteLine($"The pictures are in {folder}.");
        return failed == 0 ? 0 : 1;
    }

    private static JsonDocument? Parse(string path)
    {
        try
        {
            return JsonDocument.Parse(Parts.Read(path));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool Draw(Photo photo, JsonElement document, string resultPath, string folder)
    {
        if (!ResultJson.TryRead(document, out var result, out var errors))
        {
            Console.Error.WriteLine($"{resultPath} has {errors.Length} errors:");
            foreach (var error in errors)
                Console.Error.WriteLine($"  {error.Path}: {error.Message}");
            return false;
        }

        if (!AlgorithmName.TryParse(result.AlgorithmTechName, out var name))
            return false;
        if (result.MasksOriginal is not { Masks: var masks })
        {
            Console.WriteLine($"{name}: has no mask");
            return true;
        }

        var start = Stopwatch.GetTimestamp();
        var path = Path.Combine(folder, name.Value + FilePaths.Extension(photo.MediaType));
        using (var output = File.Create(path))
            MaskedPhoto.Draw(photo, name, masks, output);
        Console.WriteLine(
            $"{name}: {masks.Sum(m => m.ShapeCount)} shapes, {Stopwatch.GetElapsedTime(start).TotalMilliseconds:0} ms → {path}"
        );
        return true;
    }
}
