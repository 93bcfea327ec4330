using System.CommandLine;
using System.Text;
using Cutis.Platform.Privacy;
using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Server.Commands;

/// <summary>Checks receipts of erasures from the console.</summary>
internal static class ReceiptsCommand
{
    public static Command Create()
    {
        var file = new Argument<string?>("file")
        {
            HelpName = "FILE",
            Description = "Receipts as the API gives them, or one a line; those of the data folder when missing.",
            DefaultValueFactory = _ => null,
        };
        var keys = new Option<string?>("--keys", "-k")
        {
            HelpName = "FILE",
            Description = "A copy of `…/receipts/keys/` that was kept elsewhere; the keys of the data folder when missing.",
        };
        var verify = new Command("verify", "check signatures and chain, and name the first receipt that is wrong") { file, keys };
        verify.SetAction((parsed, stop) => VerifyAsync(parsed.GetValue(file), parsed.GetValue(keys), stop));
        return new Command("receipts", "Signed statements of what was erased.") { verify };
    }

    private static Task<int> VerifyAsync(string? file, string? keys, CancellationToken stop)
    {
        var trusted = keys is null ? null : ReceiptFile.ReadKeys(Encoding.UTF8.GetString(Parts.Read(keys)));
        if (keys is not null && trusted is null)
            return Task.FromResult(CommandLine.Print($"{keys} is not a set of keys.", 2));
        var given = file is null ? null : ReceiptFile.Read(Encoding.UTF8.GetString(Parts.Read(file)));
        if (file is not null && given is null)
            return Task.FromResult(CommandLine.Print($"{file} has no receipts.", 2));
        // With both there is nothing to be looked up: it works on any machine.
        if (given is not null && trusted is not null)
            return Task.FromResult(Check(trusted, given, isWhole: false, file!));
        return DataCommand.RunAsync(
            async (_, db) =>
            {
                trusted ??= await Receipts.ReadKeysAsync(db, stop);
                return given is null ? await CheckAllAsync(db, trusted, stop) : Check(trusted, given, isWhole: false, file!);
            }
        );
    }

    private static async Task<int> CheckAllAsync(CutisDb db, IReadOnlyList<PublicKey> keys, CancellationToken stop)
    {
        var rows = await db.Receipts.IgnoreQueryFilters().AsNoTracking().OrderBy(r => r.Number).ToListAsync(stop);
        if (rows.Count == 0)
            return CommandLine.Print("There are no receipts: nothing was erased yet.", 0);
        var code = 0;
        foreach (var company in rows.GroupBy(r => r.CompanyId).OrderBy(g => g.Key))
        {
            var altered = company.FirstOrDefault(row => !row.FitsStatement());
            code |= Check(keys, [.. company.Select(r => r.Jws)], isWhole: true, $"Company {company.Key}");
            if (altered is not null)
                code |= CommandLine.Print($"Company {company.Key}: what the database says of receipt {altered.Id} was altered.", 1);
        }

        return code;
    }

    private static int Check(IReadOnlyList<PublicKey> keys, IReadOnlyList<string> receipts, bool isWhole, string what)
    {
        var check = new ReceiptChain(keys).Check(receipts, isWhole);
        return check.Fault is { } fault
            ? CommandLine.Print($"{what}: {fault}. {check.Checked} before it are right.", 1)
            : CommandLine.Print($"{what}: {check.Checked} receipts are right, and none is missing between them.", 0);
    }
}
