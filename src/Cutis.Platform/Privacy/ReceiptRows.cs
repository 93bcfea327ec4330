using System.Text.Json;
using Cutis.Platform.Storage;

namespace Cutis.Platform.Privacy;

/// <summary>Compares rows with what is signed.</summary>
internal static class ReceiptRows
{
    /// <summary>Whether the columns of a receipt say what its statement says.</summary>
    public static bool FitsStatement(this Receipt row)
    {
        // What is no statement the check of the chain names.
        if (Jws.Parse(row.Jws) is not { } jws)
            return true;
        using var statement = JsonDocument.Parse(jws.Payload);
        var root = statement.RootElement;
        return row.Sha256 == Jws.Digest(row.Jws)
            && root.GetProperty("id").GetGuid() == row.Id
            && root.GetProperty("company_id").GetGuid() == row.CompanyId
            && root.GetProperty("number").GetInt32() == row.Number
            && root.GetProperty("kind").GetString() == row.Kind
            && root.GetProperty("erased_at").GetDateTimeOffset() == row.ErasedAt
            && root.GetProperty("asked_by").GetProperty("user_id").GetString() == row.AskedBy?.ToString("D");
    }
}
