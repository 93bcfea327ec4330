using System.Text;
using System.Text.Json;
using Cutis.Platform.Configuration;
using Cutis.Platform.Storage;

namespace Cutis.Platform.Demo;

/// <summary>
/// The contents of <c>credentials.json</c>: everything that a first call needs. <c>credentials.sh</c> provides the same to a shell. Only
/// the owner of the data folder can read them; nothing in them is ever logged.
/// </summary>
internal sealed record Credentials(string Url, Guid CompanyId, string Email, string Password, string PrivateToken, Guid DemoImageId)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
    };

    public static string PathIn(string dataFolder) => Path.Combine(dataFolder, "credentials.json");

    /// <summary>The file for a shell: <c>. data/credentials.sh</c>.</summary>
    public static string ShellPathIn(string dataFolder) => Path.Combine(dataFolder, "credentials.sh");

    /// <summary>The credentials of a data folder; null when the operator has removed them.</summary>
    /// <exception cref="StartException">The file exists and cannot be read.</exception>
    public static Credentials? Read(string dataFolder)
    {
        var path = PathIn(dataFolder);
        if (Directory.Exists(path))
            throw new StartException($"{path} is a folder. Move it away: a file of that name is written there.");
        if (!File.Exists(path))
            return null;
        try
        {
            if (JsonSerializer.Deserialize<Credentials>(File.ReadAllBytes(path), Json) is { Url: not null, PrivateToken: not null } known)
                return known;
        }
        catch (JsonException)
        {
            // Reported below.
        }

        throw new StartException($"{path} is damaged. Delete it: it is a note to you, and `./run tokens create NAME` makes a new token.");
    }

    public void Write(string dataFolder)
    {
        PrivateFile.Write(PathIn(dataFolder), JsonSerializer.SerializeToUtf8Bytes(this, Json));
        PrivateFile.Write(ShellPathIn(dataFolder), Encoding.UTF8.GetBytes(Shell));
    }

    /// <summary>Updates the URL of the server, which may have changed since the files were written.</summary>
    public Credentials Follow(string url, string dataFolder)
    {
        var known = this with { Url = url };
        if (known != this || !File.Exists(ShellPathIn(dataFolder)))
            known.Write(dataFolder);
        return known;
    }

    private string Shell =>
        $"""
            # To be read by a shell that calls Cutis. It holds a token: keep it to yourself.
            URL='{Url}'
            COMPANY='{CompanyId}'
            TOKEN='{PrivateToken}'
            DEMO_IMAGE='{DemoImageId}'

            """.ReplaceLineEndings("\n");
}
