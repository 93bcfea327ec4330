using System.CommandLine;
using Cutis.Platform.Configuration;
using Cutis.Platform.Urls;
using Cutis.Server.Host;

namespace Cutis.Server.Commands;

/// <summary>Manages signing keys from the console; a running server notices changes within a second.</summary>
internal static class KeysCommand
{
    public static Command Create()
    {
        var rotate = new Command("rotate", "make a new signing key; live URLs stay valid");
        rotate.SetAction(_ => Rotate());
        var list = new Command("list", "show the signing keys: ids, ages, what they are good for");
        list.SetAction(_ => List());
        var id = new Argument<string>("id") { HelpName = "ID", Description = "What `./run keys list` shows; it stands in URLs as kid." };
        var revoke = new Command("revoke", "end a leaked signing key at once, and every URL signed with it") { id };
        revoke.SetAction(parsed => Revoke(parsed.GetRequiredValue(id)));
        return new Command("keys", "Keys that URLs of pictures are signed with.") { rotate, list, revoke };
    }

    private static int Rotate() =>
        Run(keys =>
            CommandLine.Print($"URLs are now signed with key {keys.Rotate().Id}; those signed before stay valid until they expire.", 0)
        );

    /// <summary>Prints ids, ages and states; never a secret.</summary>
    private static int List() =>
        Run(keys =>
        {
            var now = TimeProvider.System.GetUtcNow();
            foreach (var key in keys.Ring().Keys)
                Console.WriteLine($"{key.Id}  made {Minute(key.CreatedAt)}, {Age(now - key.CreatedAt), -10}  {StateOf(key, now)}");
            return 0;
        });

    private static int Revoke(string id) =>
        Run(keys =>
        {
            if (!keys.Revoke(id))
                return CommandLine.Print($"There is no signing key {id}; './run keys list' shows them.", 1);
            var now = $"URLs are now signed with key {keys.Current.Id}.";
            return CommandLine.Print($"Signing key {id} is revoked, and so is every URL signed with it. {now}", 0);
        });

    private static int Run(Func<SigningKeys, int> work)
    {
        var settings = ServerEnvironment.Read();
        if (!File.Exists(Path.Combine(settings.Data, SigningKeys.FileName)))
            return CommandLine.Print($"There are no signing keys in {settings.Data}; start the server first.", 1);
        return work(new SigningKeys(settings.Data, TimeProvider.System));
    }

    private static string StateOf(SigningKey key, DateTimeOffset now) =>
        key switch
        {
            { RevokedAt: { } revoked } => $"revoked {Minute(revoked)}",
            { LastExpiry: { } last } when last <= now => "retired",
            { LastExpiry: { } last } => $"verifies URLs that expire by {Minute(last)}",
            _ => "signs",
        };

    private static string Minute(DateTimeOffset time) => $"{time.UtcDateTime:yyyy-MM-dd HH:mm} UTC";

    private static string Age(TimeSpan age) =>
        age switch
        {
            { TotalDays: >= 2 } => $"{(int)age.TotalDays} days",
            { TotalHours: >= 2 } => $"{(int)age.TotalHours} hours",
            _ => $"{Math.Max(0, (int)age.TotalMinutes)} min",
        };
}
