namespace Cutis.Analysis.TfLite;

/// <summary>
/// Assigns memory to tensors: two tensors may share memory if one is last used before the other is computed. A deep network then needs
/// little more than its two largest adjacent tensors do.
/// </summary>
internal sealed class ArenaPlan
{
    private readonly Tensor[] _tensors;
    private readonly List<int> _sizes = [];
    private readonly List<int> _free = [];

    private ArenaPlan(Tensor[] tensors, int[] storage)
    {
        _tensors = tensors;
        SlotOf = new int[tensors.Length];
        Array.Fill(SlotOf, -1);
        Storage = storage;
    }

    /// <summary>The memory slot of a tensor, indexed by its storage; −1 for constants and for tensors that are never computed.</summary>
    public int[] SlotOf { get; }

    /// <summary>The tensor whose values a tensor shares; mostly itself.</summary>
    public int[] Storage { get; }

    /// <summary>Number of values of each slot.</summary>
    public IReadOnlyList<int> Sizes => _sizes;

    /// <summary>Plans a graph.</summary>
    /// <param name="tensors">All tensors.</param>
    /// <param name="storage">The tensor whose values each tensor shares.</param>
    /// <param name="steps">What each step reads and writes, in order.</param>
    /// <param name="given">The graph's input.</param>
    /// <param name="kept">The graph's outputs.</param>
    /// <exception cref="InvalidDataException">A step reads a tensor that nothing computes.</exception>
    public static ArenaPlan Create(Tensor[] tensors, int[] storage, IReadOnlyList<(int[] Reads, int[] Makes)> steps, int given, int[] kept)
    {
        var plan = new ArenaPlan(tensors, storage);
        var lastUse = new int[tensors.Length];
        for (var step = 0; step < steps.Count; step++)
            foreach (var i in steps[step].Reads.Concat(steps[step].Makes))
                lastUse[storage[i]] = step;
        foreach (var i in kept)
            lastUse[storage[i]] = int.MaxValue;

        plan.Take(storage[given]);
        for (var step = 0; step < steps.Count; step++)
        {
            foreach (var i in steps[step].Reads)
                if (!plan.IsThere(i))
                    throw new InvalidDataException($"reads the tensor {tensors[i].Name}, which nothing makes");
            foreach (var i in steps[step].Makes)
                plan.Take(storage[i]);
            foreach (var root in steps[step].Reads.Concat(steps[step].Makes).Select(i => storage[i]).Distinct())
                if (lastUse[root] == step && plan.SlotOf[root] >= 0)
                    plan._free.Add(plan.SlotOf[root]);
        }

        foreach (var i in kept)
            if (!plan.IsThere(i))
                throw new InvalidDataException($"has the output {tensors[i].Name}, which nothing makes");
        return plan;
    }

    private bool IsThere(int i) => _tensors[i].Constant is not null || _tensors[i].Whole is not null || SlotOf[Storage[i]] >= 0;

    // The smallest free slot that is large enough, or else the largest one, enlarged.
    private void Take(int root)
    {
        if (SlotOf[root] >= 0)
            return;
        var length = _tensors[root].Length;
        var best = -1;
        foreach (var slot in _free)
            if (best < 0 || Better(_sizes[slot], _sizes[best], length))
                best = slot;
        if (best < 0)
        {
            SlotOf[root] = _sizes.Count;
            _sizes.Add(length);
            return;
        }

        _free.Remove(best);
        _sizes[best] = Math.Max(_sizes[best], length);
        SlotOf[root] = best;
    }

    private static bool Better(int size, int than, int length) => than < length ? size > than : size >= length && size < than;
}
