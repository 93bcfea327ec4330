namespace Cutis.Platform.Reports;

/// <summary>
/// Grades and tags of scores from 0 to 100, of which more is better: the published classes, of which the two best have one tag and the two
/// worst have one grade and one tag. docs/results.md has the table.
/// </summary>
internal static class Grades
{
    private static readonly (double Above, int Grade, string Tag)[] Classes =
    [
        (90, 1, "Great"),
        (80, 2, "Great"),
        (70, 3, "Good"),
        (50, 4, "Average"),
        (double.NegativeInfinity, 5, "Poor"),
    ];

    /// <summary>The grade, from 1 for the best to 5, and the tag of a score.</summary>
    public static (int Grade, string Tag) Of(double score)
    {
        var found = Classes.First(c => score > c.Above);
        return (found.Grade, found.Tag);
    }
}
