namespace Cutis.Platform.Audit;

/// <summary>On whose behalf something is done: a user in a request, or nobody in a job or a command.</summary>
internal sealed class Actor
{
    public Guid? UserId { get; set; }

    /// <summary>The private token; null for a session.</summary>
    public int? TokenId { get; set; }
}
