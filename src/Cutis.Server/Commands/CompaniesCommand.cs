using System.CommandLine;
using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Server.Commands;

/// <summary>Manages companies from the console.</summary>
internal static class CompaniesCommand
{
    private const int MaxNameLength = 512;

    public static Command Create()
    {
        var name = new Argument<string>("name") { HelpName = "NAME", Description = "What the company is called." };
        var owner = new Option<string>("--owner", "-u")
        {
            HelpName = "EMAIL",
            Description = "The user who is to own it; the first user when missing.",
        };
        var create = new Command("create", "make a company") { name, owner };
        create.Aliases.Add("add");
        create.SetAction((parsed, stop) => CreateAsync(parsed.GetRequiredValue(name), parsed.GetValue(owner), stop));
        var list = new Command("list", "show the companies");
        list.SetAction((_, stop) => ListAsync(stop));
        return new Command("companies", "Companies, whose data is kept apart.") { create, list };
    }

    private static Task<int> CreateAsync(string name, string? owner, CancellationToken stop) =>
        DataCommand.RunAsync(
            async (services, db) =>
            {
                if (name.Length is 0 or > MaxNameLength)
                    return CommandLine.Print($"The name of a company has 1 to {MaxNameLength} characters.", 2);
                if (await DataCommand.FindUserAsync(services, db, owner, stop) is not { } user)
                    return CommandLine.Print($"There is no user {owner}.", 1);
                var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
                var company = new Company
                {
                    Id = Ids.New(),
                    Name = name,
                    CreatedAt = now,
                };
                db.AddRange(
                    company,
                    new Membership
                    {
                        UserId = user.Id,
                        CompanyId = company.Id,
                        Role = Role.Owner,
                    }
                );
                await db.SaveChangesAsync(stop);
                return CommandLine.Print($"{company.Id}\nThe private tokens of {user.Email} work for {name} too.", 0);
            }
        );

    private static Task<int> ListAsync(CancellationToken stop) =>
        DataCommand.RunAsync(
            async (_, db) =>
            {
                foreach (var company in await db.Companies.AsNoTracking().OrderBy(c => c.CreatedAt).ToListAsync(stop))
                {
                    var members = await db.Memberships.CountAsync(m => m.CompanyId == company.Id, stop);
                    Console.WriteLine($"{company.Id}  {members, 4} members  {company.Name}");
                }

                return 0;
            }
        );
}
