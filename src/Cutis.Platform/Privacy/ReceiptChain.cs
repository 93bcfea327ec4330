using System.Text.Json;

namespace Cutis.Platform.Privacy;

/// <summary>How the check of a chain of receipts ended.</summary>
/// <param name="Checked">How many were right.</param>
/// <param name="Fault">What is wrong with the first one that is not; null when all are right.</param>
internal sealed record ChainCheck(int Checked, string? Fault);

/// <summary>Checks receipts of one company in their order: signature, number, and the digest of the one before.</summary>
/// <param name="keys">The keys that are trusted.</param>
internal sealed class ReceiptChain(IReadOnlyList<PublicKey> keys)
{
    private int _checked;
    private int _number;
    private string? _company;
    private string? _digest;

    /// <summary>Checks the receipts.</summary>
    /// <param name="receipts">In compact form, oldest first.</param>
    /// <param name="isWhole">Whether the first of them must be the first of its company.</param>
    public ChainCheck Check(IEnumerable<string> receipts, bool isWhole)
    {
        foreach (var compact in receipts)
        {
            if (Problem(compact, isWhole) is { } problem)
                return new ChainCheck(_checked, problem);
            _checked++;
        }

        return new ChainCheck(_checked, null);
    }

    private string? Problem(string compact, bool isWhole)
    {
        var place = $"Receipt {(_checked == 0 ? "1 of the list" : $"after number {_number}")}";
        if (Jws.Parse(compact) is not { } jws)
            return $"{place} is not a receipt";
        if (keys.FirstOrDefault(k => k.Id == jws.KeyId) is not { } key)
            return $"{place} is signed with a key that is not known: {jws.KeyId}";
        if (!key.Verifies(jws.Signed, jws.Signature))
            return $"{place} was altered: its signature is not right";
        using var statement = JsonDocument.Parse(jws.Payload);
        var root = statement.RootElement;
        var (id, number, company, previous) = (
            root.GetProperty("id").GetString(),
            root.GetProperty("number").GetInt32(),
            root.GetProperty("company_id").GetString(),
            root.GetProperty("previous").GetString()
        );
        var name = $"Receipt {id}, number {number},";
        if (_checked > 0 && company != _company)
            return $"{name} is of another company than the one before it";
        if (_checked > 0 && number != _number + 1)
            return $"{name} follows number {_number}: {(number > _number ? "some are missing" : "they are not in order")} between them";
        if (_checked > 0 && previous != _digest)
            return $"{name} does not follow the one before it, which was replaced";
        if (_checked == 0 && isWhole && (number != 1 || previous is not null))
            return $"{name} is not the first of its company: those before it are missing";
        (_number, _company, _digest) = (number, company, Jws.Digest(compact));
        return null;
    }
}
