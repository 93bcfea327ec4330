using System.Collections.Concurrent;

namespace Cutis.Analysis.Planes;

/// <summary>How many threads may share the work on one picture, and the token that cancels it.</summary>
/// <remarks>Work is divided by rows that do not depend on one another, so that results do not depend on the number of threads.</remarks>
internal sealed record Work(int Workers, CancellationToken Stop)
{
    private readonly ConcurrentDictionary<int, ConcurrentBag<float[]>> _free = new();

    /// <summary>A plane with uninitialised values.</summary>
    public Plane NewPlane(int width, int height) =>
        new(
            width,
            height,
            _free.TryGetValue(width * height, out var bag) && bag.TryTake(out var numbers)
                ? numbers
                : GC.AllocateUninitializedArray<float>(width * height)
        );

    /// <summary>Returns planes whose values are no longer needed to the pool.</summary>
    public void Free(params ReadOnlySpan<Plane> planes)
    {
        foreach (var plane in planes)
            _free.GetOrAdd(plane.Data.Length, _ => []).Add(plane.Data);
    }

    /// <summary>Runs a body for each of several independent items.</summary>
    public void Each(int count, Action<int> body)
    {
        if (Workers == 1)
            for (var i = 0; i < count; i++)
                body(i);
        else
            Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = Workers, CancellationToken = Stop }, body);
    }

    /// <summary>Runs a body for ranges of rows that together cover all of them.</summary>
    public void Rows(int height, Action<int, int> body)
    {
        Stop.ThrowIfCancellationRequested();
        var bands = Math.Min(Workers * 4, Math.Max(1, height / 16));
        if (Workers == 1 || bands == 1)
        {
            body(0, height);
            return;
        }

        Parallel.For(
            0,
            bands,
            new ParallelOptions { MaxDegreeOfParallelism = Workers, CancellationToken = Stop },
            i => body(height * i / bands, height * (i + 1) / bands)
        );
    }
}
