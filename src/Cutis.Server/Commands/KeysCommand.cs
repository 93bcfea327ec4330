using System.CommandLine;
using Cutis.Server.Files;

namespace Cutis.Server.Commands;

/// <summary>Rotates the signing keys; a running server follows within a second.</summary>
internal static class KeysCommand
{
    public static Command Create()
    {
        var rotate = new Command("rotate", "make a new signing key; live URLs stay valid");
        rotate.SetAction(_ => Rotate());
        return new Command("keys", "Keys that URLs of pictures are signed with.") { rotate };
    }

    private static int Rotate()
    {
        var settings = ServerSettings.FromEnvironment();
        if (!Directory.Exists(settings.Data)) return CommandLine.Say($"There is no data folder {settings.Data}; start the server first.", 1);
        var key = new SigningKeys(settings.Data, TimeProvider.System).Rotate();
        return CommandLine.Say($"Addresses are now signed with key {key.Id}; those signed before stay valid until they expire.", 0);
    }
}
