using System;
using System.Text.Json;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Cutis.Server.Tests.Clients;

/// <summary>A program of one file as <c>dotnet run</c> takes it, compiled against the client alone.</summary>
internal static class CSharpProgram
{
    private const string Usings = """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;
        global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;
        """;

    /// <summary>Compiles it into a folder: the path of a program for <c>dotnet</c>.</summary>
    public static string Compile(string source, string folder)
    {
        var options = CSharpParseOptions.Default.WithFeatures([new("FileBasedProgram", "true")]);
        var client = typeof(Cutis.Client.CutisClient).Assembly.Location;
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Append(typeof(object).Assembly.Location)
            .Append(client)
            .Distinct(StringComparer.Ordinal);
        var compilation = CSharpCompilation.Create(
            "program",
            [CSharpSyntaxTree.ParseText(Usings, options), CSharpSyntaxTree.ParseText(source, options)],
            references.Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable)
        );
        var program = Path.Combine(folder, "program.dll");
        var emitted = compilation.Emit(program);
        // Warnings too: an example compiles without any.
        emitted.Diagnostics.Where(d => d.Severity >= DiagnosticSeverity.Warning).Select(d => d.ToString()).ShouldBeEmpty();
        File.Copy(client, Path.Combine(folder, Path.GetFileName(client)));
        var framework = new { name = "Microsoft.NETCore.App", version = $"{Environment.Version}" };
        var settings = new { runtimeOptions = new { framework } };
        File.WriteAllText(Path.Combine(folder, "program.runtimeconfig.json"), JsonSerializer.Serialize(settings));
        return program;
    }
}
