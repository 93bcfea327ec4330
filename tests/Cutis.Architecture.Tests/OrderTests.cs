using System;
using ArchUnitNET.Domain;

namespace Cutis.Architecture.Tests;

/// <summary>Projects use those below them, folders use those below them, and nothing else.</summary>
public class OrderTests
{
    public static TheoryData<string> Names { get; } = [.. House.Projects.Select(p => p.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_project_uses_those_below_it_alone(string name)
    {
        var allowed = House.Projects.TakeWhile(p => p.Name != name).Select(p => p.Name).Append(name).ToHashSet(StringComparer.Ordinal);
        Uses(name).Where(use => !allowed.Contains(ProjectOf(use.Target))).Select(Told).Distinct().ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_folder_uses_those_below_it_alone(string name)
    {
        var project = House.Projects.Single(p => p.Name == name);
        var layers = project.Folders.ToDictionary(f => project.NamespaceOf(f.Folder), f => f.Layer, StringComparer.Ordinal);
        var wrong = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var use in Uses(name).Where(use => ProjectOf(use.Target) == name))
        {
            var (from, to) = (NamespaceOf(use.Origin), NamespaceOf(use.Target));
            if (from == to)
                continue;
            if (!layers.TryGetValue(from, out var above))
                wrong.Add($"{from} is not a folder that the house knows");
            else if (!layers.TryGetValue(to, out var below))
                wrong.Add($"{to} is not a folder that the house knows");
            else if (below >= above)
                wrong.Add(Told(use));
        }

        wrong.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Namespaces_are_folders(string name)
    {
        foreach (var file in Sources.Of(Path.Combine(House.Root, "src", name)))
        {
            var folder = Path.GetRelativePath(Path.Combine(House.Root, "src"), Path.GetDirectoryName(file)!);
            var declared = File.ReadLines(file).FirstOrDefault(line => line.StartsWith("namespace ", StringComparison.Ordinal));
            if (declared is not null)
                declared.ShouldBe($"namespace {folder.Replace(Path.DirectorySeparatorChar, '.')};", file);
        }
    }

    private static IEnumerable<(IType Origin, IType Target)> Uses(string project) =>
        from type in House.Types.Types
        where ProjectOf(type) == project
        from use in type.Dependencies
        where ProjectOf(use.Target).Length > 0
        select (type, use.Target);

    // Longest first: the name of one project may begin with that of another.
    private static string ProjectOf(IType type) =>
        House
            .Projects.Select(p => p.Name)
            .FirstOrDefault(name =>
                type.Namespace is { } space && (space.FullName == name || space.FullName.StartsWith(name + ".", StringComparison.Ordinal))
            )
        ?? "";

    // Types of a file in a deeper folder belong to the folder of the first level.
    private static string NamespaceOf(IType type)
    {
        var project = ProjectOf(type);
        var rest = type.Namespace!.FullName[project.Length..].Split('.', StringSplitOptions.RemoveEmptyEntries);
        return rest.Length == 0 ? project : $"{project}.{rest[0]}";
    }

    private static string Told((IType Origin, IType Target) use) => $"{use.Origin.FullName} uses {use.Target.FullName}";
}
