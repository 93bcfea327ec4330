using System.Collections.Concurrent;

namespace Cutis.Analysis.TfLite;

/// <summary>A network read from a TFLite file; it can run on several threads at once.</summary>
/// <remarks>Every sum is computed in the same order on every processor, so that equal inputs give equal outputs everywhere.</remarks>
internal sealed class Graph
{
    private readonly Tensor[] _tensors;
    private readonly Operator[] _steps;
    private readonly ArenaPlan _plan;
    private readonly ConcurrentBag<float[][]> _idle = [];

    public Graph(Tensor[] tensors, Operator[] steps, ArenaPlan plan, Tensor[] inputs, Tensor[] outputs) =>
        (_tensors, _steps, _plan, Inputs, Outputs) = (tensors, steps, plan, inputs, outputs);

    public IReadOnlyList<Tensor> Inputs { get; }

    public IReadOnlyList<Tensor> Outputs { get; }

    /// <summary>Runs the network on one input.</summary>
    /// <param name="input">As many values as the single input has.</param>
    /// <param name="stop">Cancels the work between two steps.</param>
    /// <returns>A copy of each output, by name.</returns>
    public Dictionary<string, float[]> Run(ReadOnlySpan<float> input, CancellationToken stop = default)
    {
        if (input.Length != Inputs[0].Length)
            throw new ArgumentException($"The network takes {Inputs[0].Length} numbers, not {input.Length}", nameof(input));
        if (!_idle.TryTake(out var numbers))
            numbers = Allocate();
        input.CopyTo(numbers[Inputs[0].Index]);
        foreach (var step in _steps)
        {
            stop.ThrowIfCancellationRequested();
            step.Run(numbers);
        }

        var outputs = new Dictionary<string, float[]>(StringComparer.Ordinal);
        foreach (var output in Outputs)
            outputs[output.Name] = numbers[output.Index].AsSpan(0, output.Length).ToArray();
        _idle.Add(numbers);
        return outputs;
    }

    private float[][] Allocate()
    {
        var slots = _plan.Sizes.Select(size => new float[size]).ToArray();
        return
        [
            .. _tensors.Select((tensor, i) => tensor.Constant ?? (_plan.SlotOf[_plan.Storage[i]] is var slot and >= 0 ? slots[slot] : [])),
        ];
    }
}
