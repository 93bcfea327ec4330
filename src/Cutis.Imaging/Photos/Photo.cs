using System.Diagnostics.CodeAnalysis;
using Cutis.Imaging.Core;
using Cutis.Imaging.Jpeg;
using Cutis.Imaging.Png;
using Cutis.Masks.Scenes;

namespace Cutis.Imaging.Photos;

/// <summary>
/// A photo that is opened once and can be drawn on many times. Drawing never changes it, and many threads may draw at once.
/// </summary>
/// <remarks>The seam behind which each photo format has its fastest way to a masked picture.</remarks>
public abstract class Photo
{
    private readonly Lazy<(bool HasProfile, ProfileColours? Colours)> _colours;

    private protected Photo() => _colours = new(() => Profile is { } profile ? (true, ProfileColours.Create(profile)) : (IsUnread, null));

    /// <summary>
    /// True when the photo's colour space is of a kind into which colours cannot be converted; masks are drawn as if it were sRGB.
    /// </summary>
    public bool HasUnsupportedProfile => _colours.Value is (true, null);

    /// <summary>True when no profile describes the photo's colour space, as with HDR.</summary>
    private protected virtual bool IsUnread => false;

    /// <summary>Converts colours into the photo's colour space; null when no conversion is needed.</summary>
    private protected ProfileColours? Colours => _colours.Value.Colours;

    /// <summary>Width of the stored pixels.</summary>
    public abstract int Width { get; }

    /// <summary>Height of the stored pixels.</summary>
    public abstract int Height { get; }

    /// <summary>How the stored pixels are oriented for viewing.</summary>
    public abstract Orientation Orientation { get; }

    /// <summary><c>image/jpeg</c> or <c>image/png</c>; pictures drawn from the photo have the same type.</summary>
    public abstract string MediaType { get; }

    /// <summary>Bytes of memory that the photo occupies.</summary>
    public abstract long MemoryBytes { get; }

    /// <summary>Width as a viewer sees it, which is the width of scenes for this photo.</summary>
    public int UprightWidth => Orientation.SwapsSides ? Height : Width;

    /// <summary>Height as a viewer sees it, which is the height of scenes for this photo.</summary>
    public int UprightHeight => Orientation.SwapsSides ? Width : Height;

    /// <summary>Opens a photo. Every limit is checked before memory is allocated.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="limits">Limits on the photo.</param>
    /// <param name="photo">The photo, if the file is one.</param>
    /// <param name="error">Otherwise, why it is not.</param>
    /// <param name="stop">Cancels the work.</param>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
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

    /// <summary>Writes the photo with the scene drawn on it, on the calling thread.</summary>
    /// <inheritdoc cref="Draw(Scene, Stream, int, CancellationToken)"/>
    public void Draw(Scene scene, Stream output, CancellationToken stop = default) => Draw(scene, output, workers: 1, stop);

    /// <summary>Writes the photo with the scene drawn on it.</summary>
    /// <param name="scene">In upright pixels: <see cref="UprightWidth"/> × <see cref="UprightHeight"/>.</param>
    /// <param name="output">Receives the file in order; it is not closed.</param>
    /// <param name="workers">Number of threads that may share the work, at least 1; the bytes do not depend on it.</param>
    /// <param name="stop">Cancels the work.</param>
    /// <exception cref="ArgumentException">The scene does not have the size of the photo.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
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
    /// The photo as output options request it: cropped, scaled, or in another quality or format. The result is drawn on like any other
    /// photo.
    /// </summary>
    /// <param name="options">The options; only those about the photo are used.</param>
    /// <param name="stop">Cancels the work.</param>
    /// <returns>This photo if the options do not change it. For SVG, and whenever pixels change, the result is upright.</returns>
    /// <exception cref="NotSupportedException">WebP is requested and the library is not installed on this machine.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public Photo Derive(OutputOptions options, CancellationToken stop = default) =>
        ChangesWith(options) ? DerivedPhoto.Create(this, options, stop) : this;

    /// <summary>Whether <see cref="Derive"/> returns another photo; for SVG, for example, a photo must be upright.</summary>
    public bool ChangesWith(OutputOptions options) =>
        options.ChangesPhoto || (options.Format == PictureFormat.Svg && Orientation.Value != 1);

    /// <summary>The pixels as a viewer sees them, in the photo's own colour space, composited onto white.</summary>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public RgbImage ReadRgb(CancellationToken stop = default)
    {
        using var pixels = new UprightPixels(this, stop);
        return new RgbImage(UprightWidth, UprightHeight, pixels.ReadRgb());
    }

    /// <summary>
    /// Converts pixels of this photo from its colour profile to sRGB; returns them unchanged when there is no usable profile.
    /// </summary>
    public RgbImage ToSrgb(RgbImage pixels) => Colours?.ToSrgb(pixels) ?? pixels;

    /// <summary>The photo's embedded colour profile, or null.</summary>
    internal abstract byte[]? Profile { get; }

    /// <summary>Channels of the pixels: 3, or 4 with alpha.</summary>
    internal abstract int Channels { get; }

    /// <summary>Writes a part of the stored pixels, row by row, one byte per channel.</summary>
    internal abstract void ReadPart(PixelPart part, Span<byte> pixels, CancellationToken stop);

    /// <summary>Draws a scene that is in the orientation of the stored pixels.</summary>
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
