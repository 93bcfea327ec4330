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
        var create = new Command("create", "make a company, and the first administrator a member of it") { name };
        create.SetAction((parsed, stop) => CreateAsync(parsed.GetRequiredValue(name), stop));
        var list = new Command("list", "show the companies");
        list.SetAction((_, stop) => ListAsync(stop));
        return new Command("companies", "Companies, whose data is kept apart.") { create, list };
    }

    private static Task<int> CreateAsync(string name, CancellationToken stop) =>
        DataCommand.RunAsync(
            async (services, db) =>
            {
                if (name.Length is 0 or > MaxNameLength)
                    return CommandLine.Print($"The name of a company has 1 to {MaxNameLength} characters.", 2);
                var user = await db.Users.OrderBy(u => u.CreatedAt).FirstAsync(stop);
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
                    Console.WriteLine($"{company.Id}  {company.Name}");
                return 0;
            }
        );
}
