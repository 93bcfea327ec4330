namespace Cutis.Analysis.TfLite;

/// <summary>What is known of a tensor before a graph runs.</summary>
/// <param name="Index">Its number in the file.</param>
/// <param name="Name">Its name.</param>
/// <param name="Shape">Sizes, outermost first; pictures are batch, height, width, channels.</param>
/// <param name="Constant">Its numbers, when they stand in the file.</param>
/// <param name="Whole">Its whole numbers, when it holds such.</param>
internal sealed record Tensor(int Index, string Name, int[] Shape, float[]? Constant, int[]? Whole)
{
    public int Length { get; } = Shape.Aggregate(1, (product, size) => checked(product * size));

    public int Channels => Shape.Length == 0 ? 1 : Shape[^1];

    /// <summary>Height and width of a picture: the second and third size.</summary>
    public (int Height, int Width) Size =>
        Shape.Length == 4 ? (Shape[1], Shape[2]) : throw new InvalidDataException($"{Name} is not a picture");
}

/// <summary>One step of a graph. It reads and writes the numbers of tensors, and keeps nothing.</summary>
internal abstract class Operator
{
    public abstract void Run(float[][] tensors);
}

/// <summary>What is done to a value on its way out.</summary>
internal enum Activation
{
    None = 0,
    Relu = 1,
    Relu6 = 3,
}
