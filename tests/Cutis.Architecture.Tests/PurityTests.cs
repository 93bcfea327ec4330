using System.Reflection;

namespace Cutis.Architecture.Tests;

/// <summary>What the libraries may know of the world, and where a database provider may be named.</summary>
public class PurityTests
{
    [Theory]
    [InlineData("Cutis.Masks")]
    [InlineData("Cutis.Imaging")]
    [InlineData("Cutis.Analysis")]
    public void The_libraries_are_pure(string library)
    {
        var references = Assembly.Load(library).GetReferencedAssemblies().Select(r => r.Name!).ToArray();
        references
            .Where(r => !r.StartsWith("Cutis", StringComparison.Ordinal))
            .ShouldAllBe(r => r.StartsWith("System.", StringComparison.Ordinal));
        references.ShouldNotContain(r =>
            r.StartsWith("System.Net", StringComparison.Ordinal) || r.StartsWith("System.IO.FileSystem", StringComparison.Ordinal)
        );
        File.ReadAllText(Path.Combine(House.Root, "src", library, library + ".csproj")).ShouldNotContain("PackageReference");
    }

    [Fact]
    public void The_platform_knows_no_web_server() =>
        Assembly
            .Load("Cutis.Platform")
            .GetReferencedAssemblies()
            .Select(r => r.Name!)
            .Where(r => r.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal))
            .ShouldBeEmpty();

    [Fact]
    public void Only_storage_names_a_database_provider() =>
        House
            .Types.Types.Where(type => type.Dependencies.Any(use => use.Target.FullName.Contains("Sqlite", StringComparison.Ordinal)))
            .Where(type => type.Namespace?.FullName != "Cutis.Platform.Storage")
            .Select(type => type.FullName)
            .ShouldBeEmpty();
}
