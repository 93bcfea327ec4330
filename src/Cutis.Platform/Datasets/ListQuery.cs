namespace Cutis.Platform.Datasets;

/// <summary>In which order datasets, subjects and batches are listed.</summary>
internal enum ListOrder
{
    /// <summary>Newest first.</summary>
    NewestFirst,

    /// <summary>Oldest first.</summary>
    OldestFirst,

    /// <summary>By name.</summary>
    Name,

    /// <summary>By name, last first.</summary>
    NameDescending,
}

/// <summary>Which of a list are asked for.</summary>
/// <param name="Search">A part of the name, or an empty text for all.</param>
/// <param name="Order">In which order.</param>
/// <param name="Skip">How many are left out at the beginning.</param>
/// <param name="Take">How many are given at most.</param>
internal sealed record ListQuery(string Search, ListOrder Order, int Skip, int Take)
{
    /// <summary>The pattern of a search in the database, with <c>\</c> before what means something there.</summary>
    public string Pattern => $"%{Search.Replace("\\", "\\\\").Replace("%", "\\%").Replace("_", "\\_")}%";
}
