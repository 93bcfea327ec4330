using System.Text.Json;
using Cutis.Masks.Results;
using Cutis.Masks.Scenes;
using Cutis.Platform.Capacity;
using Cutis.Platform.Errors;
using Cutis.Platform.Images;
using Cutis.Platform.Storage;

namespace Cutis.Platform.Results;

/// <summary>
/// Takes a result in: reads it, and stores it. A large one lies on the disk until its turn of admission comes, since reading takes many
/// times its length in memory.
/// </summary>
internal sealed class ResultIntake(ResultStore store, ResultHistory history, HeavyWork heavy)
{
    /// <summary>Bytes of a body that is read at once; what it takes is a small part of what is left free for bodies.</summary>
    public const long MaxSmallBytes = 64 << 10;

    // The masks are written anew, from a buffer that grows.
    private const int CopiesOfMasks = 4;

    // Counting, parsing, checking and writing take some eighty nanoseconds a byte.
    private const double TicksOfByte = 0.8;

    /// <summary>Reads and stores a small result.</summary>
    /// <param name="image">An image of the current company.</param>
    /// <param name="name">The algorithm.</param>
    /// <param name="body">The document.</param>
    /// <param name="stop">Ends the work for as long as the masks are not stored.</param>
    /// <param name="edit">How it takes the place of the one before; null keeps nothing and expects nothing.</param>
    /// <returns>What was stored, or what is wrong.</returns>
    /// <exception cref="BadTextException">A text or a key is not valid, or the document is nested too deep.</exception>
    public async Task<(Result? Result, ServiceError? Error)> PutAsync(
        Image image,
        AlgorithmName name,
        byte[] body,
        CancellationToken stop,
        ResultEdit? edit = null
    )
    {
        var read = await ReadAsync(image, name, body, stop);
        return read.Result is { } result ? await RecordAsync(image, result, edit, stop) : (null, read.Error);
    }

    /// <summary>Reads a result that has come whole, in its turn, and stores it.</summary>
    /// <inheritdoc cref="PutAsync(Image, AlgorithmName, byte[], CancellationToken, ResultEdit?)"/>
    public Task<(Result? Result, ServiceError? Error)> PutAsync(
        Image image,
        AlgorithmName name,
        StagedObject body,
        CancellationToken stop,
        ResultEdit? edit = null
    ) => PutAsync(image, name, new ResultPart(body, 0, (int)body.Length, null), stop, edit);

    /// <summary>Reads a result that is a part of what has come, in its turn, and stores it with what stood around it.</summary>
    /// <inheritdoc cref="PutAsync(Image, AlgorithmName, byte[], CancellationToken, ResultEdit?)"/>
    public async Task<(Result? Result, ServiceError? Error)> PutAsync(
        Image image,
        AlgorithmName name,
        ResultPart part,
        CancellationToken stop,
        ResultEdit? edit = null
    )
    {
        var work = new Work(image.CompanyId, SceneCost.EstimateReading(part.Length) + (CopiesOfMasks * part.Length))
        {
            Expected = TimeSpan.FromTicks((long)(part.Length * TicksOfByte)),
        };
        var outcome = await heavy.RunAsync(
            work,
            async turn => await ReadAsync(image, name, await part.ReadAsync(turn.Stop), turn.Stop, part.Around),
            stop,
            $"{image.Id:N} result {part.Document.Digest} {part.Start}"
        );
        if (outcome.Refusal is { Reason: RefusalReason.TooLarge } large)
            return (null, new ServiceError(ErrorKind.TooLarge, $"The result is too large. {large.Text}.") { Field = "result" });
        if (outcome.Refusal is { } refusal)
            return (null, refusal.ToError());
        return outcome.Value!.Result is { } result ? await RecordAsync(image, result, edit, stop) : (null, outcome.Value.Error);
    }

    private async Task<ReadResult> ReadAsync(Image image, AlgorithmName name, byte[] body, CancellationToken stop, string? around = null)
    {
        var (read, error) = Parse(body, stop);
        if (read is null)
            return new ReadResult(null, error);
        if (!AlgorithmName.TryParse(read.AlgorithmTechName, out var written) || written != name)
        {
            return new ReadResult(
                null,
                ServiceError.Invalid(
                    "algorithm_tech_name",
                    $"Is \"{read.AlgorithmTechName}\" in the result and \"{name.Value}\" in the {(around is null ? "path" : "item")}; "
                        + "they must name the same algorithm."
                )
            );
        }

        return new ReadResult(await store.StoreMasksAsync(image, name, read, stop, around), null);
    }

    // What the document takes is free again before the masks are stored.
    private static (AlgorithmResult? Result, ServiceError? Error) Parse(byte[] body, CancellationToken stop)
    {
        if (ResultJson.TooManyValues(body) is { } tooMany)
            return (null, ServiceError.Invalid("result", tooMany.Message));
        stop.ThrowIfCancellationRequested();
        using var document = JsonText.Parse(body);
        if (document is null)
            return (null, ServiceError.Invalid("result", "Is not JSON."));
        if (ResultJson.TryRead(document.RootElement, out var read, out var mistakes, stop))
            return (read, null);
        return (
            null,
            ServiceError.Invalid(
                mistakes
                    .GroupBy(m => m.Path.Length == 0 ? "result" : m.Path)
                    .ToDictionary(g => g.Key, g => g.Select(m => m.Message).ToArray())
            )
        );
    }

    private async Task<(Result? Result, ServiceError? Error)> RecordAsync(
        Image image,
        Result result,
        ResultEdit? edit,
        CancellationToken stop
    )
    {
        var how = edit is { IsKept: true } ? await history.CountAsync(image, result, edit, stop) : edit ?? ResultEdit.None;
        return await store.RecordAsync(image, result, how) switch
        {
            Recorded.Done => (result, null),
            Recorded.Differs => (null, ResultHistory.Differs),
            _ => (null, ServiceError.ImageErased),
        };
    }

    private sealed record ReadResult(Result? Result, ServiceError? Error);
}
