using System.CommandLine;
using Cutis.Platform.Accounts;
using Cutis.Platform.Companies;
using Cutis.Platform.Errors;
using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Server.Commands;

/// <summary>Manages users from the console. Passwords are made, never typed: a command line is seen by others and remembered.</summary>
internal static class UsersCommand
{
    private const string NoRole = "none";

    public static Command Create()
    {
        var email = new Argument<string>("email") { HelpName = "EMAIL", Description = "The address that the user signs in with." };
        var name = new Option<string>("--name") { HelpName = "NAME", Description = "The full name, for people." };
        var add = new Command("add", "add a user, and show the password once") { email, name };
        add.Aliases.Add("create");
        add.SetAction((parsed, stop) => AddAsync(parsed.GetRequiredValue(email), parsed.GetValue(name) ?? "", stop));
        var list = new Command("list", "show the users, and their roles");
        list.SetAction((_, stop) => ListAsync(stop));
        var password = new Command("password", "give a user a new password, shown once; ends all sessions, and leaves private tokens")
        {
            email,
        };
        password.SetAction((parsed, stop) => ResetAsync(parsed.GetRequiredValue(email), stop));
        var disable = new Command("disable", "let the password and the tokens of a user open nothing") { email };
        disable.SetAction((parsed, stop) => SetDisabledAsync(parsed.GetRequiredValue(email), true, stop));
        var enable = new Command("enable", "undo disable") { email };
        enable.SetAction((parsed, stop) => SetDisabledAsync(parsed.GetRequiredValue(email), false, stop));
        var company = new Argument<string>("company") { HelpName = "COMPANY", Description = "The id that `./run companies list` shows." };
        var role = new Argument<string>("role")
        {
            HelpName = "ROLE",
            Description = $"{string.Join(", ", Roles.Names)}, or {NoRole} to end the membership.",
        };
        var give = new Command("role", "say what a user may do for a company") { email, company, role };
        give.SetAction(
            (parsed, stop) =>
                GiveRoleAsync(parsed.GetRequiredValue(email), parsed.GetRequiredValue(company), parsed.GetRequiredValue(role), stop)
        );
        return new Command("users", "Users, who sign in with a password or own private tokens.")
        {
            add,
            list,
            password,
            disable,
            enable,
            give,
        };
    }

    private static Task<int> AddAsync(string email, string name, CancellationToken stop) =>
        DataCommand.RunAsync(
            async (services, _) =>
            {
                var (user, password, error) = await services.GetRequiredService<Users>().AddAsync(email, name, stop);
                return user is null
                    ? Fail(error!)
                    : CommandLine.Print(
                        $"{password}\nThis password of {user.Email} is shown once; `./run users role` lets them into companies.",
                        0
                    );
            }
        );

    private static Task<int> ListAsync(CancellationToken stop) =>
        DataCommand.RunAsync(
            async (_, db) =>
            {
                var members = await (
                    from membership in db.Memberships
                    join company in db.Companies on membership.CompanyId equals company.Id
                    orderby company.CreatedAt
                    select new
                    {
                        membership.UserId,
                        membership.Role,
                        company.Name,
                    }
                ).ToListAsync(stop);
                foreach (var user in await db.Users.AsNoTracking().OrderBy(u => u.CreatedAt).ToListAsync(stop))
                {
                    var roles = members.Where(m => m.UserId == user.Id).Select(m => $"{Roles.Name(m.Role)} of {m.Name}");
                    var disabled = user.DisabledAt is null ? "" : "disabled";
                    Console.WriteLine($"{user.Email, -30}  {disabled, -8}  {user.FullName}  {string.Join(", ", roles)}");
                }

                return 0;
            }
        );

    private static Task<int> ResetAsync(string email, CancellationToken stop) =>
        WithUserAsync(
            email,
            async (services, user) =>
            {
                var password = await services.GetRequiredService<Users>().ResetPasswordAsync(user, stop);
                return CommandLine.Print($"{password}\nThis password of {user.Email} is shown once; all sessions have ended.", 0);
            },
            stop
        );

    private static Task<int> SetDisabledAsync(string email, bool disabled, CancellationToken stop) =>
        WithUserAsync(
            email,
            async (services, user) =>
            {
                await services.GetRequiredService<Users>().SetDisabledAsync(user, disabled, stop);
                return CommandLine.Print($"{user.Email} is {(disabled ? "disabled" : "enabled")}.", 0);
            },
            stop
        );

    private static Task<int> GiveRoleAsync(string email, string company, string role, CancellationToken stop) =>
        WithUserAsync(
            email,
            async (services, user) =>
            {
                if (role != NoRole && Roles.Find(role) is null)
                    return CommandLine.Print($"\"{role}\" is no role; there are {string.Join(", ", Roles.Names)} and {NoRole}.", 2);
                var db = services.GetRequiredService<CutisDb>();
                if (!Guid.TryParseExact(company, "D", out var id) || !await db.Companies.AnyAsync(c => c.Id == id, stop))
                    return CommandLine.Print($"There is no company {company}.", 1);
                services.GetRequiredService<CurrentCompany>().Id = id;
                var error = await GiveRoleAsync(services.GetRequiredService<Members>(), user, Roles.Find(role), stop);
                return error is null ? CommandLine.Print($"{user.Email} has the role {role} in {company}.", 0) : Fail(error);
            },
            stop
        );

    private static async Task<ServiceError?> GiveRoleAsync(Members members, User user, Role? role, CancellationToken stop)
    {
        if (role is null)
            return await members.RemoveAsync(user.Id, stop);
        return await members.FindAsync(user.Id, stop) is null
            ? (await members.AddAsync(user.Email, role.Value, stop)).Error
            : (await members.ChangeRoleAsync(user.Id, role.Value, stop)).Error;
    }

    private static Task<int> WithUserAsync(string email, Func<IServiceProvider, User, Task<int>> work, CancellationToken stop) =>
        DataCommand.RunAsync(
            async (services, _) =>
                await services.GetRequiredService<Users>().FindAsync(email, stop) is { } user
                    ? await work(services, user)
                    : CommandLine.Print($"There is no user {email}.", 1)
        );

    private static int Fail(ServiceError error) => CommandLine.Print($"{error.Message.TrimEnd('.')}.", 1);
}
