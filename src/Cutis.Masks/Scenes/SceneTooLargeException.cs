using System.Globalization;

namespace Cutis.Masks.Scenes;

/// <summary>A scene exceeds one of <see cref="SceneLimits"/>; retrying does not help.</summary>
/// <param name="what">Stable name of what exceeds its limit.</param>
/// <param name="limit">The limit.</param>
/// <param name="value">The value; if counting was stopped, the value counted so far.</param>
public sealed class SceneTooLargeException(string what, long limit, long value)
    : Exception(string.Create(CultureInfo.InvariantCulture, $"The picture would have {value} {what}; at most {limit} are drawn"))
{
    /// <summary>The stable code of this error in answers.</summary>
    public const string Code = "scene_too_large";

    /// <summary>Stable name of what exceeds its limit.</summary>
    public string Field => what;

    /// <summary>The limit.</summary>
    public long Limit => limit;

    /// <summary>The value.</summary>
    public long Value => value;
}
