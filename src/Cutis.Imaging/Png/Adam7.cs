namespace Cutis.Imaging.Png;

/// <summary>The seven passes of an interlaced PNG (W3C PNG, 8.2).</summary>
internal readonly record struct Adam7(int X, int Y, int StepX, int StepY)
{
    public static readonly Adam7[] Passes =
    [
        new(0, 0, 8, 8),
        new(4, 0, 8, 8),
        new(0, 4, 4, 8),
        new(2, 0, 4, 4),
        new(0, 2, 2, 4),
        new(1, 0, 2, 2),
        new(0, 1, 1, 2),
    ];

    /// <summary>The single pass of a picture that is not interlaced.</summary>
    public static readonly Adam7[] Whole = [new(0, 0, 1, 1)];

    public static Adam7[] For(bool interlaced) => interlaced ? Passes : Whole;

    /// <summary>Pixels per row of the pass, in a picture of some width.</summary>
    public int Columns(int width) => width <= X ? 0 : (width - X + StepX - 1) / StepX;

    /// <summary>Rows of the pass, in a picture of some height.</summary>
    public int Rows(int height) => height <= Y ? 0 : (height - Y + StepY - 1) / StepY;

    /// <summary>Copies pixels between a row of the pass and the picture's row.</summary>
    public void Move(ReadOnlySpan<byte> from, Span<byte> to, int columns, int bitsPerPixel, bool spread)
    {
        if (StepX == 1)
        {
            from[..to.Length].CopyTo(to);
            return;
        }

        for (var i = 0; i < columns; i++)
        {
            var (source, target) = spread ? (i, X + (i * StepX)) : (X + (i * StepX), i);
            if (bitsPerPixel >= 8)
            {
                var bytes = bitsPerPixel / 8;
                from.Slice(source * bytes, bytes).CopyTo(to[(target * bytes)..]);
                continue;
            }

            var mask = (1 << bitsPerPixel) - 1;
            var (sourceBit, targetBit) = (source * bitsPerPixel, target * bitsPerPixel);
            var value = (from[sourceBit >> 3] >> (8 - bitsPerPixel - (sourceBit & 7))) & mask;
            var shift = 8 - bitsPerPixel - (targetBit & 7);
            ref var cell = ref to[targetBit >> 3];
            cell = (byte)((cell & ~(mask << shift)) | (value << shift));
        }
    }
}
