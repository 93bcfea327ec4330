using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Companies;

/// <summary>The use cases of the current company's own settings.</summary>
internal sealed class CompanyService(CutisDb db, CurrentCompany company, WriteLock writes)
{
    /// <summary>The current company.</summary>
    public Task<Company> FindAsync(CancellationToken stop) => db.Companies.FirstAsync(c => c.Id == company.Id, stop);

    /// <summary>Changes what the current company has chosen.</summary>
    /// <param name="analyseUploads">Whether photos are analysed as soon as they are uploaded; null leaves it as it is.</param>
    /// <param name="stop">Cancels the work before it is committed.</param>
    /// <returns>The company as it is now.</returns>
    public async Task<Company> ChangeAsync(bool? analyseUploads, CancellationToken stop)
    {
        var row = await FindAsync(stop);
        row.AnalyseUploads = analyseUploads ?? row.AnalyseUploads;
        await writes.SaveAsync(db, stop);
        return row;
    }
}
