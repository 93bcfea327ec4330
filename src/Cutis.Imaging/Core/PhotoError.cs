namespace Cutis.Imaging.Core;

/// <summary>Why bytes cannot be used as a photo.</summary>
public enum PhotoProblem
{
    /// <summary>Not a picture, or one in a format that is not read.</summary>
    UnknownFormat,

    /// <summary>A JPEG or PNG with a feature that is not read, such as arithmetic coding.</summary>
    Unsupported,

    /// <summary>Truncated, contradictory or otherwise broken.</summary>
    Damaged,

    /// <summary>Beyond <see cref="PhotoLimits"/>.</summary>
    TooLarge,
}

/// <summary>A problem and a sentence that may be shown to the person who sent the bytes.</summary>
/// <param name="Problem">The kind of problem.</param>
/// <param name="Message">One sentence, without anything internal.</param>
public sealed record PhotoError(PhotoProblem Problem, string Message);

/// <summary>How decoders, deep in their loops, say that a file is bad; turned into a value where a photo is opened.</summary>
internal sealed class PhotoException(PhotoError error) : Exception(error.Message)
{
    public PhotoError Error { get; } = error;

    public static PhotoException Damaged(string message) => new(new PhotoError(PhotoProblem.Damaged, message));

    public static PhotoException Unsupported(string message) => new(new PhotoError(PhotoProblem.Unsupported, message));

    public static PhotoException TooLarge(string message) => new(new PhotoError(PhotoProblem.TooLarge, message));
}
