using System.Diagnostics.CodeAnalysis;
using Cutis.Imaging.Core;
using Cutis.Imaging.Jpeg;
using Cutis.Imaging.Png;
using Cutis.Masks.Scenes;

namespace Cutis.Imaging.Photos;

/// <summary>
/// A photo that was read once and can be drawn on many times. What is drawn never changes the photo; one photo may be
/// drawn on by many threads at once.
/// </summary>
/// <remarks>This is the seam behind which a photo format finds its fastest way to a masked picture.</remarks>
public abstract class Photo
{
    private readonly Lazy<(bool HasProfile, ProfileColours? Colours)> _colours;

    private protected Photo() => _colours = new(() => Profile is { } profile ? (true, ProfileColours.Create(profile)) : (IsUnread, null));

    /// <summary>True when the photo's colours are of a kind that marks cannot be brought into; they are drawn as if it were sRGB.</summary>
    public bool HasUnsupportedProfile => _colours.Value is (true, null);

    /// <summary>True when the photo's colours mean something that no profile of it says, such as HDR.</summary>
    private protected virtual bool IsUnread => false;

    /// <summary>Brings colours into the space of the photo; null where they are right as they are.</summary>
    private protected ProfileColours? Colours => _colours.Value.Colours;

    /// <summary>Width of the stored pixels.</summary>
    public abstract int Width { get; }

    /// <summary>Height of the stored pixels.</summary>
    public abstract int Height { get; }

    /// <summary>How the stored pixels are turned for viewing.</summary>
    public abstract Orientation Orientation { get; }

    /// <summary><c>image/jpeg</c> or <c>image/png</c>; pictures drawn from it have the same.</summary>
    public abstract string MediaType { get; }

    /// <summary>Bytes of memory that the photo holds.</summary>
    public abstract long MemoryBytes { get; }

    /// <summary>Width as a viewer sees it; scenes have this width.</summary>
    public int UprightWidth => Orientation.SwapsSides ? Height : Width;

    /// <summary>Height as a viewer sees it; scenes have this height.</summary>
    public int UprightHeight => Orientation.SwapsSides ? Width : Height;

    /// <summary>Reads a photo; every limit is checked before memory is taken.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="limits">What is too large.</param>
    /// <param name="photo">The photo, when the file is one.</param>
    /// <param name="error">Why it is not, otherwise.</param>
    /// <param name="stop">Ends the work early.</param>
    /// <exception cref="OperationCanceledException">The work was ended.</exception>
    public static bool TryOpen(
        byte[] file,
        PhotoLimits limits,
        [NotNullWhen(true)] out Photo? photo,
        [NotNullWhen(false)] out PhotoError? error,
        CancellationToken stop = default
    )
    {
        try
        {
            if (file.LongLength > limits.MaxBytes)
                throw PhotoException.TooLarge($"The photo has {file.LongLength} bytes; at most {limits.MaxBytes} are allowed.");
            photo = Open(file, limits, stop);
            error = null;
            return true;
        }
        catch (PhotoException e)
        {
            photo = null;
            error = e.Error;
            return false;
        }
    }

    /// <summary>Writes the photo with the scene drawn on it, on this thread alone.</summary>
    /// <inheritdoc cref="Draw(Scene, Stream, int, CancellationToken)"/>
    public void Draw(Scene scene, Stream output, CancellationToken stop = default) => Draw(scene, output, workers: 1, stop);

    /// <summary>Writes the photo with the scene drawn on it.</summary>
    /// <param name="scene">In upright pixels: <see cref="UprightWidth"/> × <see cref="UprightHeight"/>.</param>
    /// <param name="output">Receives the file; written in order, not closed.</param>
    /// <param name="workers">Threads that may share the work, at least 1; the bytes are the same for any number.</param>
    /// <param name="stop">Ends the work early.</param>
    /// <exception cref="ArgumentException">The scene is of another size than the photo.</exception>
    /// <exception cref="OperationCanceledException">The work was ended.</exception>
    public void Draw(Scene scene, Stream output, int workers, CancellationToken stop)
    {
        if (scene.Width != UprightWidth || scene.Height != UprightHeight)
            throw new ArgumentException(
                $"A scene of {scene.Width} × {scene.Height} for a photo of {UprightWidth} × {UprightHeight}",
                nameof(scene)
            );
        DrawStored(Orientation.ToStored(scene), output, workers, stop);
    }

    /// <summary>
    /// The photo as some options ask for it: cropped, scaled, in another quality or format. Made once, it is drawn on like any other.
    /// </summary>
    /// <param name="options">Options of which only those about the photo are looked at.</param>
    /// <param name="stop">Ends the work early.</param>
    /// <returns>This photo when nothing about it changes; for an SVG, and when its pixels change, one that is upright.</returns>
    /// <exception cref="NotSupportedException">WebP is asked for, and its library is not on this machine.</exception>
    /// <exception cref="OperationCanceledException">The work was ended.</exception>
    public Photo Derive(OutputOptions options, CancellationToken stop = default) =>
        ChangesWith(options) ? DerivedPhoto.Create(this, options, stop) : this;

    /// <summary>Whether <see cref="Derive"/> makes another photo: in an SVG, for one, a photo must be upright.</summary>
    public bool ChangesWith(OutputOptions options) =>
        options.ChangesPhoto || (options.Format == PictureFormat.Svg && Orientation.Value != 1);

    /// <summary>The pixels as a viewer sees them, in the photo's own colours; what shows through is white.</summary>
    /// <exception cref="OperationCanceledException">The work was ended.</exception>
    public RgbImage ReadRgb(CancellationToken stop = default)
    {
        using var pixels = new UprightPixels(this, stop);
        return new RgbImage(UprightWidth, UprightHeight, pixels.ReadRgb());
    }

    /// <summary>Pixels of this photo, brought from its colour profile into sRGB; the same when it has none that can be used.</summary>
    public RgbImage ToSrgb(RgbImage pixels) => Colours?.ToSrgb(pixels) ?? pixels;

    /// <summary>The colour profile that the photo carries, or null.</summary>
    internal abstract byte[]? Profile { get; }

    /// <summary>Channels of the pixels: 3, or 4 with alpha.</summary>
    internal abstract int Channels { get; }

    /// <summary>Writes a part of the stored pixels, row by row, one byte a channel.</summary>
    internal abstract void ReadPart(PixelPart part, Span<byte> pixels, CancellationToken stop);

    /// <summary>Draws a scene that is already in the orientation of the stored pixels.</summary>
    private protected abstract void DrawStored(Scene scene, Stream output, int workers, CancellationToken stop);

    private static Photo Open(byte[] file, PhotoLimits limits, CancellationToken stop)
    {
        if (JpegReader.Recognises(file))
            return JpegCanvas.Open(JpegReader.Read(file, limits, stop), stop);
        if (PngReader.Recognises(file))
            return new PngPhoto(PngReader.Read(file, limits, stop), file.LongLength, stop);
        throw new PhotoException(new PhotoError(PhotoProblem.UnknownFormat, Unknown(file)));
    }

    private static string Unknown(ReadOnlySpan<byte> file)
    {
        if (file.IsEmpty)
            return "The photo is empty.";
        if (FormatName.Guess(file) is not { } format)
            return "The photo must be a JPEG or a PNG.";
        return $"The photo must be a JPEG or a PNG, not {format.Name}.{(format.Advice.Length > 0 ? " " : "")}{format.Advice}";
    }
}
