using System.Globalization;

namespace Cutis.Masks.Scenes;

/// <summary>A scene holds more than one of <see cref="SceneLimits"/> lets in; trying again is no use.</summary>
/// <param name="what">What there is too much of, as a stable name.</param>
/// <param name="limit">How much may be there.</param>
/// <param name="value">How much there is; when counting has stopped, how much was counted.</param>
public sealed class SceneTooLargeException(string what, long limit, long value)
    : Exception(string.Create(CultureInfo.InvariantCulture, $"The picture would have {value} {what}; at most {limit} are drawn"))
{
    /// <summary>The stable name of this refusal in answers.</summary>
    public const string Code = "scene_too_large";

    /// <summary>What there is too much of.</summary>
    public string Field => what;

    /// <summary>How much may be there.</summary>
    public long Limit => limit;

    /// <summary>How much there is.</summary>
    public long Value => value;
}
