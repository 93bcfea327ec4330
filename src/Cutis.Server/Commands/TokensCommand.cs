using System.CommandLine;
using System.Globalization;
using Cutis.Platform.Accounts;
using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Server.Commands;

/// <summary>Manages private tokens from the console.</summary>
internal static class TokensCommand
{
    private static readonly TimeSpan Life = TimeSpan.FromDays(365);

    public static Command Create()
    {
        var name = new Argument<string>("name")
        {
            HelpName = "NAME",
            Description = "What the token is for, such as the client that uses it.",
        };
        var create = new Command("create", "make a private token for the first administrator") { name };
        create.SetAction((parsed, stop) => CreateAsync(parsed.GetRequiredValue(name), stop));
        var list = new Command("list", "show the tokens");
        list.SetAction((_, stop) => ListAsync(stop));
        var id = new Argument<string>("id") { HelpName = "ID", Description = "The number that `./run tokens list` shows." };
        var revoke = new Command("revoke", "make a token invalid") { id };
        revoke.SetAction((parsed, stop) => RevokeAsync(parsed.GetRequiredValue(id), stop));
        return new Command("tokens", "Private tokens, which clients call with.") { create, list, revoke };
    }

    private static Task<int> CreateAsync(string name, CancellationToken stop) =>
        DataCommand.RunAsync(
            async (services, db) =>
            {
                if (name.Length is 0 or > 100)
                    return CommandLine.Print("The name of a token has 1 to 100 characters.", 2);
                var user = await db.Users.OrderBy(u => u.CreatedAt).FirstAsync(stop);
                var expires = services.GetRequiredService<TimeProvider>().GetUtcNow() + Life;
                var token = await services.GetRequiredService<PrivateTokens>().CreateAsync(user.Id, name, expires, stop);
                return CommandLine.Print(
                    $"{token}\nThis is shown once. It belongs to {user.Email} and expires on {expires:yyyy-MM-dd}.",
                    0
                );
            }
        );

    private static Task<int> ListAsync(CancellationToken stop) =>
        DataCommand.RunAsync(
            async (_, db) =>
            {
                foreach (var token in await db.PrivateTokens.AsNoTracking().OrderBy(t => t.Id).ToListAsync(stop))
                {
                    var revoked = token.RevokedAt is null ? "" : "revoked";
                    Console.WriteLine($"{token.Id, 4}  {token.Shown}…  {token.ExpiresAt:yyyy-MM-dd}  {revoked, -7}  {token.Name}");
                }

                return 0;
            }
        );

    private static Task<int> RevokeAsync(string id, CancellationToken stop) =>
        DataCommand.RunAsync(
            async (services, db) =>
            {
                var number = int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : -1;
                var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
                if (await db.PrivateTokens.FindAsync([number], stop) is not { } token)
                    return CommandLine.Print($"There is no token {id}.", 1);
                token.RevokedAt ??= now;
                await db.SaveChangesAsync(stop);
                return CommandLine.Print($"Token {id} is revoked.", 0);
            }
        );
}
