namespace Cutis.Analysis.TfLite;

/// <summary>What is known about a tensor before a graph runs.</summary>
/// <param name="Index">Its index in the file.</param>
/// <param name="Name">Its name.</param>
/// <param name="Shape">Sizes, outermost dimension first; pictures are batch, height, width, channels.</param>
/// <param name="Constant">Its values, when they are stored in the file.</param>
/// <param name="Whole">Its integer values, when it has any.</param>
internal sealed record Tensor(int Index, string Name, int[] Shape, float[]? Constant, int[]? Whole)
{
    public int Length { get; } = Shape.Aggregate(1, (product, size) => checked(product * size));

    public int Channels => Shape.Length == 0 ? 1 : Shape[^1];

    /// <summary>Height and width of a picture: the second and third dimension.</summary>
    public (int Height, int Width) Size =>
        Shape.Length == 4 ? (Shape[1], Shape[2]) : throw new InvalidDataException($"{Name} is not a picture");
}

/// <summary>One step of a graph. It reads and writes the values of tensors and keeps no state.</summary>
internal abstract class Operator
{
    public abstract void Run(float[][] tensors);
}

/// <summary>Activation function applied to a result.</summary>
internal enum Activation
{
    None = 0,
    Relu = 1,
    Relu6 = 3,
}
