using System.Text.Json;
using Cutis.Platform.Storage;

namespace Cutis.Platform.Audit;

/// <summary>Notes what is done in the current company, and by whom.</summary>
internal sealed class AuditTrail(AuditLog log, CurrentCompany company, Actor actor)
{
    /// <summary>Notes something that was done.</summary>
    /// <param name="kind">One of <see cref="AuditKinds"/>.</param>
    /// <param name="image">To which image.</param>
    /// <param name="subject">To which subject.</param>
    /// <param name="detail">What else there is to say: ids and numbers, nothing of a person.</param>
    public void Add(string kind, Guid? image = null, Guid? subject = null, params (string Key, object? Value)[] detail)
    {
        if (company.Id is not null)
            log.Add(Create(kind, image, subject, detail));
    }

    /// <summary>Notes it unless the same caller has done the same to the same image, subject and batch within the hour.</summary>
    public void AddOnce(string kind, Guid? image, Guid? subject, Guid? batch = null)
    {
        if (company.Id is null)
            return;
        (string, object?)[] detail = batch is null ? [] : [("batch_id", batch)];
        log.AddOnce($"{kind} {company.Id} {actor.UserId} {actor.TokenId} {image} {subject} {batch}", Create(kind, image, subject, detail));
    }

    /// <summary>Notes what a user does as such.</summary>
    /// <param name="kind">One of <see cref="AuditKinds"/>.</param>
    /// <param name="user">Who.</param>
    /// <param name="detail">What else there is to say.</param>
    public void AddOfUser(string kind, Guid user, params (string Key, object? Value)[] detail) =>
        log.Add(
            new AuditEntry(kind)
            {
                UserId = user,
                TokenId = actor.TokenId,
                Detail = Write(detail),
            }
        );

    private AuditEntry Create(string kind, Guid? image, Guid? subject, (string Key, object? Value)[] detail) =>
        new(kind)
        {
            CompanyId = company.Id,
            UserId = actor.UserId,
            TokenId = actor.TokenId,
            ImageId = image,
            SubjectId = subject,
            Detail = Write(detail),
        };

    private static string? Write((string Key, object? Value)[] detail) =>
        detail.Length == 0 ? null : JsonSerializer.Serialize(detail.ToDictionary(d => d.Key, d => d.Value));
}
