using Cutis.Masks.Results;
using Cutis.Platform.Audit;
using Cutis.Platform.Errors;
using Cutis.Platform.Images;
using Cutis.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Results;

/// <summary>The use cases of stored results: listing, reading and deleting. <see cref="ResultIntake"/> stores them.</summary>
internal sealed class ResultService(CutisDb db, ResultStore store, ImageRecords records, AuditTrail audit)
{
    /// <summary>The results of an image of the current company, by name of algorithm, without their masks.</summary>
    public Task<List<ResultSummary>> ListAsync(Image image, CancellationToken stop) =>
        db.Results.Where(r => r.ImageId == image.Id).OrderBy(r => r.Algorithm).Select(ResultSummary.Columns).ToListAsync(stop);

    /// <summary>Opens the result of an algorithm to be written out whole.</summary>
    /// <param name="image">An image of the current company.</param>
    /// <param name="algorithm">The algorithm, as a client wrote it.</param>
    /// <param name="stop">Ends the work early.</param>
    public async Task<(ResultDocument? Document, ServiceError? Error)> OpenAsync(Image image, string algorithm, CancellationToken stop)
    {
        var row = AlgorithmName.TryParse(algorithm, out var name)
            ? await db.Results.AsNoTracking().FirstOrDefaultAsync(r => r.ImageId == image.Id && r.Algorithm == name.Value, stop)
            : null;
        if (row is null)
            return (null, ServiceError.NotFound("Result"));
        var (document, fault) = await store.OpenAsync(row, stop);
        return (document, fault?.ToError());
    }

    /// <summary>Deletes the result of an algorithm; URLs that were issued for its masks stay valid.</summary>
    /// <returns>Why it could not be; null when it is deleted.</returns>
    public async Task<ServiceError?> DeleteAsync(Image image, string algorithm, CancellationToken stop)
    {
        if (!AlgorithmName.TryParse(algorithm, out var name))
            return ServiceError.NotFound("Result");
        var recorded = await records.DeleteResultAsync(image.Id, name.Value, stop);
        if (recorded == Recorded.Done)
            audit.Add(AuditKinds.ResultDeleted, image.Id, image.SubjectId, ("algorithm", name.Value));
        return recorded switch
        {
            Recorded.Done => null,
            Recorded.Erased => ServiceError.ImageErased,
            _ => ServiceError.NotFound("Result"),
        };
    }
}
