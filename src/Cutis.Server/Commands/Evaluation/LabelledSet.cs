using System.Globalization;
using Cutis.Analysis.Algorithms;
using Cutis.Platform.Storage;

namespace Cutis.Server.Commands.Evaluation;

/// <summary>
/// A folder of photos with labels beside them, and with an <c>index.csv</c> that says whom they show. docs/analysis.md has the
/// format.
/// </summary>
/// <param name="Photos">Its photos, in the order of the index, or by name.</param>
/// <param name="Mistakes">What is wrong with the set, one sentence each, with the file and the line.</param>
internal sealed record LabelledSet(IReadOnlyList<LabelledPhoto> Photos, IReadOnlyList<string> Mistakes)
{
    private const string Index = "index.csv";
    private const string GradePrefix = "grade_";
    private static readonly string[] GroupColumns = ["tone", "age", "sex"];

    /// <summary>Reads what a folder has; photos and labels are not opened yet.</summary>
    public static LabelledSet Read(string folder)
    {
        var (mistakes, files) = (new List<string>(), Directory.GetFiles(folder).Select(path => Path.GetFileName(path)!).ToArray());
        Array.Sort(files, StringComparer.Ordinal);
        var index = Path.Combine(folder, Index);
        var rows = File.Exists(index) ? ReadIndex(index, mistakes) : [.. files.Where(f => IsPhoto(f, files)).Select(NamedAfter)];
        var photos = new List<LabelledPhoto>();
        foreach (var row in rows)
        {
            var file = files.FirstOrDefault(f => IsPhotoOf(f, row.Name));
            if (file is null)
                mistakes.Add($"{Index}, line {row.Line}: there is no photo {row.Name}.jpg, .jpeg or .png");
            else if (photos.Exists(p => p.Name == row.Name))
                mistakes.Add($"{Index}, line {row.Line}: {row.Name} stands there twice");
            else
                photos.Add(Photo(folder, file, row, files, mistakes));
        }

        return new LabelledSet(photos, mistakes);
    }

    private static LabelledPhoto Photo(string folder, string file, Row row, string[] files, List<string> mistakes)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var label in files.Where(f => f.StartsWith(row.Name + ".", StringComparison.Ordinal) && f != file))
        {
            var ending = label[(row.Name.Length + 1)..];
            if (LabelledPhoto.LabelEndings.Contains(ending))
                labels[ending] = Path.Combine(folder, label);
            else if (ending.EndsWith(".png", StringComparison.Ordinal) || ending.EndsWith(".json", StringComparison.Ordinal))
                mistakes.Add($"{label}: {ending} is no kind of label; those are {string.Join(", ", LabelledPhoto.LabelEndings)}");
        }

        return new LabelledPhoto(row.Name, Path.Combine(folder, file), row.Groups, row.Subject, row.Grades, labels);
    }

    private static List<Row> ReadIndex(string path, List<string> mistakes)
    {
        string[][] lines;
        try
        {
            lines = [.. CsvLines.Read(File.ReadAllText(path))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            mistakes.Add($"{Index} cannot be read: {DiskFaults.Reason(e)}");
            return [];
        }

        var header = lines.Length == 0 ? [] : lines[0];
        var name = Array.IndexOf(header, "name");
        if (name < 0)
        {
            mistakes.Add($"{Index}, line 1: there is no column 'name' (found: {string.Join(", ", header)})");
            return [];
        }

        var names = Catalogue.Algorithms.Select(a => a.TechName).ToArray();
        foreach (var column in header.Where(c => c.StartsWith(GradePrefix, StringComparison.Ordinal)))
            if (!names.Contains(column[GradePrefix.Length..]))
                mistakes.Add($"{Index}, line 1: {column} names no algorithm; those are {string.Join(", ", names)}");
        var rows = new List<Row>();
        for (var i = 1; i < lines.Length; i++)
        {
            var line = lines[i];
            if (line.Length == 1 && line[0].Length == 0)
                continue;
            if (line.Length != header.Length)
                mistakes.Add($"{Index}, line {i + 1}: it has {line.Length} columns and the first line {header.Length}");
            else if (line[name].Length == 0)
                mistakes.Add($"{Index}, line {i + 1}: the name is empty");
            else
                rows.Add(ReadRow(header, line, line[name], i + 1, mistakes));
        }

        return rows;
    }

    private static Row ReadRow(string[] header, string[] line, string name, int number, List<string> mistakes)
    {
        var (groups, grades, subject) = (new List<(string, string)>(), new Dictionary<string, int>(StringComparer.Ordinal), (string?)null);
        foreach (var (column, value) in header.Zip(line).Where(cell => cell.Second.Length > 0))
        {
            if (GroupColumns.Contains(column))
                groups.Add((column, value));
            else if (column == "attributes")
                groups.AddRange(
                    value.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(a => ("attribute", a))
                );
            else if (column == "subject")
                subject = value;
            else if (column.StartsWith(GradePrefix, StringComparison.Ordinal))
            {
                if (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var grade) && grade is >= 1 and <= 5)
                    grades[column[GradePrefix.Length..]] = grade;
                else
                    mistakes.Add($"{Index}, line {number}: {column} must be a whole number from 1 (best) to 5, not '{value}'");
            }
        }

        return new Row(number, name, groups, subject, grades);
    }

    private static Row NamedAfter(string file, int at) =>
        new(at + 1, Path.GetFileNameWithoutExtension(file), [], null, new Dictionary<string, int>(StringComparer.Ordinal));

    private static bool IsPhotoOf(string file, string name) =>
        Path.GetFileNameWithoutExtension(file) == name && LabelledPhoto.Endings.Contains(Path.GetExtension(file).ToLowerInvariant());

    // A.lines.png is a label of A.jpg and no photo of its own.
    private static bool IsPhoto(string file, string[] files) =>
        LabelledPhoto.Endings.Contains(Path.GetExtension(file).ToLowerInvariant())
        && !LabelledPhoto.LabelEndings.Any(ending =>
            file.EndsWith("." + ending, StringComparison.Ordinal) && files.Any(f => IsPhotoOf(f, file[..^(ending.Length + 1)]))
        );

    private sealed record Row(
        int Line,
        string Name,
        IReadOnlyList<(string, string)> Groups,
        string? Subject,
        IReadOnlyDictionary<string, int> Grades
    );
}
