using System.Reflection;
using ArchUnitNET.Domain;
using ArchUnitNET.Loader;

namespace Cutis.Architecture.Tests;

/// <summary>The house as it is drawn: projects and the folders of each, in the order in which they may use each other.</summary>
internal static class House
{
    /// <summary>The projects, lowest first. Each may use those before it.</summary>
    public static IReadOnlyList<Project> Projects { get; } =
    [
        new("Cutis.Masks", "Cutis.Masks", ["Geometry", "Colours", "Results", "Scenes"]),
        new("Cutis.Imaging", "Cutis.Imaging", ["Core", "Raster | Jpeg | Png", "Compositing", "Photos", "Rendering"]),
        new(
            "Cutis.Analysis",
            "Cutis.Analysis",
            ["Planes | TfLite", "Models", "Faces", "Skin", "Lines", "Spots", "Algorithms", "Plugins", ""]
        ),
        new("Cutis.Onnx", "Cutis.Onnx", [""]),
        new(
            "Cutis.Platform",
            "Cutis.Platform",
            [
                "Errors",
                "Configuration",
                "Storage",
                "Audit",
                "Jobs",
                "Accounts",
                "Installations | Capacity | Companies",
                "Privacy",
                "Photos",
                "Datasets",
                "Images",
                "Results",
                "Urls",
                "Rendering",
                "Analysis",
                "Uploads",
                "Webhooks | Notifications",
                "Reports",
                "Retention",
                "Demo",
                "",
            ]
        ),
        new("Cutis.Server", "cutis", ["Http", "Security", "Endpoints", "Host", "Commands", ""]),
    ];

    /// <summary>All types of the house, with what they use.</summary>
    public static ArchUnitNET.Domain.Architecture Types { get; } =
        new ArchLoader().LoadAssemblies([.. Projects.Select(p => System.Reflection.Assembly.Load(p.Assembly))]).Build();

    /// <summary>The folder of sources that the repository has.</summary>
    public static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Cutis.slnx")))
            folder = folder.Parent!;
        return folder.FullName;
    }
}

/// <summary>A project and its folders.</summary>
/// <param name="Name">Its name, which is that of its folder and of its root namespace.</param>
/// <param name="Assembly">Name of its assembly.</param>
/// <param name="Layers">Its folders, lowest first; <c>|</c> parts folders that do not use each other, and an empty name is the project's
/// root.</param>
internal sealed record Project(string Name, string Assembly, IReadOnlyList<string> Layers)
{
    /// <summary>Each folder with the number of its layer.</summary>
    public IEnumerable<(string Folder, int Layer)> Folders =>
        Layers.SelectMany((layer, i) => layer.Split('|', StringSplitOptions.TrimEntries).Select(folder => (folder, i)));

    /// <summary>The namespace of a folder.</summary>
    public string NamespaceOf(string folder) => folder.Length == 0 ? Name : $"{Name}.{folder}";
}
