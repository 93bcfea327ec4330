using System.CommandLine;
using System.Globalization;
using Cutis.Platform.Accounts;
using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Server.Commands;

/// <summary>Manages private tokens from the console.</summary>
internal static class TokensCommand
{
    private const int MaxDays = 3650;

    public static Command Create()
    {
        var name = new Argument<string>("name")
        {
            HelpName = "NAME",
            Description = "What the token is for, such as the client that uses it.",
        };
        var user = new Option<string>("--user", "-u")
        {
            HelpName = "EMAIL",
            Description = "Whose token it is, and whose companies it works for; the first user's when missing.",
        };
        var days = new Option<int>("--days")
        {
            HelpName = "DAYS",
            Description = $"How long it is valid, from 1 to {MaxDays} days.",
            DefaultValueFactory = _ => 365,
        };
        var create = new Command("create", "make a private token") { name, user, days };
        create.Aliases.Add("add");
        create.SetAction((parsed, stop) => CreateAsync(parsed.GetRequiredValue(name), parsed.GetValue(user), parsed.GetValue(days), stop));
        var list = new Command("list", "show the tokens");
        list.SetAction((_, stop) => ListAsync(stop));
        var id = new Argument<string>("id") { HelpName = "ID", Description = "The number that `./run tokens list` shows." };
        var revoke = new Command("revoke", "make a token invalid") { id };
        revoke.SetAction((parsed, stop) => RevokeAsync(parsed.GetRequiredValue(id), stop));
        return new Command("tokens", "Private tokens, which clients call with.") { create, list, revoke };
    }

    private static Task<int> CreateAsync(string name, string? email, int days, CancellationToken stop) =>
        DataCommand.RunAsync(
            async (services, db) =>
            {
                if (name.Length is 0 or > PrivateTokens.MaxNameLength)
                    return CommandLine.Print($"The name of a token has 1 to {PrivateTokens.MaxNameLength} characters.", 2);
                if (days is < 1 or > MaxDays)
                    return CommandLine.Print($"A token is valid for 1 to {MaxDays} days, not {days}.", 2);
                if (await DataCommand.FindUserAsync(services, db, email, stop) is not { } user)
                    return CommandLine.Print($"There is no user {email}.", 1);
                var expires = services.GetRequiredService<TimeProvider>().GetUtcNow().AddDays(days);
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
                var tokens = await (
                    from token in db.PrivateTokens
                    join user in db.Users on token.UserId equals user.Id
                    orderby token.Id
                    select new { token, user.Email }
                )
                    .AsNoTracking()
                    .ToListAsync(stop);
                foreach (var (token, email) in tokens.Select(t => (t.token, t.Email)))
                {
                    var revoked = token.RevokedAt is null ? "" : "revoked";
                    var used = token.LastUsedAt is { } at ? $"used {at:yyyy-MM-dd HH:mm}" : "never used";
                    Console.WriteLine(
                        $"{token.Id, 4}  {token.Shown}…  {token.ExpiresAt:yyyy-MM-dd}  {revoked, -7}  {used, -21}  {email}  {token.Name}"
                    );
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
