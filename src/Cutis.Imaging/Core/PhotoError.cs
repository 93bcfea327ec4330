namespace Cutis.Imaging.Core;

/// <summary>Why a file cannot be used as a photo.</summary>
public enum PhotoProblem
{
    /// <summary>Not a picture, or a picture in a format that is not supported.</summary>
    UnknownFormat,

    /// <summary>A JPEG or PNG with an unsupported feature, such as arithmetic coding.</summary>
    Unsupported,

    /// <summary>Truncated, contradictory or otherwise damaged.</summary>
    Damaged,

    /// <summary>Exceeds <see cref="PhotoLimits"/>.</summary>
    TooLarge,
}

/// <summary>A problem, and a sentence that may be shown to whoever sent the file.</summary>
/// <param name="Problem">The kind of problem.</param>
/// <param name="Message">One sentence without internal details.</param>
public sealed record PhotoError(PhotoProblem Problem, string Message);

/// <summary>
/// Thrown deep inside decoders when a file cannot be used; turned into a <see cref="PhotoError"/> where a photo is opened.
/// </summary>
internal sealed class PhotoException(PhotoError error) : Exception(error.Message)
{
    public PhotoError Error { get; } = error;

    public static PhotoException Damaged(string message) => new(new PhotoError(PhotoProblem.Damaged, message));

    public static PhotoException Unsupported(string message) => new(new PhotoError(PhotoProblem.Unsupported, message));

    public static PhotoException TooLarge(string message) => new(new PhotoError(PhotoProblem.TooLarge, message));
}
