using System.Text;
using System.Text.Json;
using Cutis.Masks.Results;
using Cutis.Platform.Capacity;
using Cutis.Platform.Errors;
using Cutis.Platform.Storage;

namespace Cutis.Platform.Results;

/// <summary>What became of one item of a list that was imported.</summary>
/// <param name="Algorithm">The algorithm, as the list names it; null when it names none.</param>
/// <param name="Error">Why it was not stored; null when it was.</param>
internal sealed record ImportedItem(string? Algorithm, ServiceError? Error);

/// <summary>
/// The use case of importing a whole list of results, as another server has answered it. Each item is stored for itself; one that is
/// refused does not keep the others out.
/// </summary>
internal sealed class ResultImport(ResultIntake intake, HeavyWork heavy)
{
    // Finding the items takes the document and little more.
    private const int CopiesWhileFinding = 2;

    /// <summary>Stores the results of a list.</summary>
    /// <param name="image">An image of the current company.</param>
    /// <param name="body">The list.</param>
    /// <param name="stop">Ends the work; what is stored by then stays.</param>
    /// <returns>What became of each item, or why there are none.</returns>
    public async Task<(IReadOnlyList<ImportedItem>? Items, ServiceError? Error)> ImportAsync(
        Image image,
        StagedObject body,
        CancellationToken stop
    )
    {
        var outcome = await heavy.RunAsync(
            new Work(image.CompanyId, CopiesWhileFinding * body.Length),
            async turn => Find(await body.ReadAllAsync(turn.Stop)),
            stop,
            $"{image.Id:N} list {body.Digest}"
        );
        if (outcome.Refusal is { } refusal)
            return (null, refusal.ToError());
        var (found, error) = outcome.Value!;
        if (found is null)
            return (null, error);
        var items = new List<ImportedItem>(found.Count);
        foreach (var item in found)
        {
            var problem = await StoreAsync(image, body, item, stop);
            if (problem == ServiceError.ImageErased)
                return (null, problem);
            items.Add(new ImportedItem(item.Algorithm, problem));
        }

        return (items, null);
    }

    private async Task<ServiceError?> StoreAsync(Image image, StagedObject body, ListedItem item, CancellationToken stop)
    {
        if (item.Problem is not null)
            return ServiceError.Invalid("result", item.Problem);
        if (item.Algorithm is null)
            return ServiceError.Invalid("algorithm_tech_name", "Is required.");
        if (!AlgorithmName.TryParse(item.Algorithm, out var name))
            return ServiceError.Invalid("algorithm_tech_name", "Must be 1 to 100 letters, digits, underscores, hyphens and dots.");
        try
        {
            BadText.Refuse(Encoding.UTF8.GetBytes(item.Around));
            var part = new ResultPart(body, item.Start, item.Length, item.Around);
            return (await intake.PutAsync(image, name, part, stop)).Error;
        }
        catch (BadTextException e)
        {
            return ServiceError.Invalid(e.Path, e.Message);
        }
    }

    private static Found Find(byte[] document)
    {
        try
        {
            return ResultListReader.Read(document) switch
            {
                null => new Found(
                    null,
                    ServiceError.Invalid("results", "Must be a list of results, or an object with one under \"results\".")
                ),
                { Count: > ResultListReader.MaxItems } => new Found(
                    null,
                    ServiceError.Invalid("results", $"Has too many items; at most {ResultListReader.MaxItems} are allowed.")
                ),
                var items => new Found(items, null),
            };
        }
        catch (InvalidOperationException)
        {
            // Thrown by Utf8JsonReader where it compares or reads a text; it knows both mistakes only then.
            return new Found(null, ServiceError.Invalid("results", "Has a text that is not UTF-8, or half a surrogate pair."));
        }
        catch (JsonException)
        {
            return new Found(null, ServiceError.Invalid("results", "Is not JSON."));
        }
    }

    private sealed record Found(List<ListedItem>? Items, ServiceError? Error);
}

/// <summary>A result that is a part of a document that has come whole.</summary>
/// <param name="Document">The document.</param>
/// <param name="Start">Where the result begins, in bytes.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Around">What stands around it there, as a JSON object; null for a result that is the whole document.</param>
internal sealed record ResultPart(StagedObject Document, long Start, int Length, string? Around)
{
    /// <summary>Reads it into memory.</summary>
    public async Task<byte[]> ReadAsync(CancellationToken stop)
    {
        await using var content = Document.OpenRead();
        content.Seek(Start, SeekOrigin.Begin);
        var bytes = new byte[Length];
        await content.ReadExactlyAsync(bytes, stop);
        return bytes;
    }
}
