using Cutis.Platform.Errors;
using Cutis.Platform.Storage;
using Cutis.Platform.Webhooks;
using Cutis.Server.Http;
using Cutis.Server.Http.Contract;
using Cutis.Server.Http.Requests;
using Cutis.Server.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cutis.Server.Endpoints;

/// <summary><c>…/datasets/{dataset}/webhooks/</c>: where the events of a dataset go, and the log of what was sent.</summary>
internal static class WebhookEndpoints
{
    private static readonly ErrorResponse NoDataset = new("NoDataset", 404, "No such dataset in this company.", typeof(Detail));

    private static readonly ErrorResponse NoWebhook = new(
        "NoWebhook",
        404,
        "No such dataset in this company, or it has no webhook.",
        typeof(Detail)
    );

    private static readonly ErrorResponse NoDelivery = new(
        "NoDelivery",
        404,
        "No such dataset, webhook or delivery in this company.",
        typeof(Detail)
    );

    private static readonly ErrorResponse Erased = new("DatasetErased", 410, "The dataset was erased.", typeof(Detail));

    public static void MapWebhooks(this IEndpointRouteBuilder app)
    {
        var webhooks = app.MapGroup("/api/v1/companies/{company}/datasets/{dataset}/webhooks")
            .WithMetadata(new Dialect(ErrorDialect.Api))
            .RequireCompany();
        webhooks.WithTags("Webhooks").Fails(Errors.NoToken, Errors.NoAccess, Errors.TooManyRequests, Errors.Unavailable, Erased);
        webhooks
            .MapPost("/", PutAsync)
            .ForRole(Role.Owner)
            .Describe(
                "create_webhook",
                "Say where events go",
                "A dataset has one webhook: another POST puts another in its place, with another secret. What is sent is signed as "
                    + "Standard Webhooks describes it, with the secret before too for a day. The URLs of photos in events begin as this "
                    + "request does, where the operator has not said what the server is called."
            )
            .RequestExample(
                """
                {"url": "https://example.org/hook", "authorization": "bearer", "authorization_key": "token",
                 "authorization_value": "s3cr3t", "method": "post"}
                """
            )
            .Succeeds(201, "The webhook with its secrets, which no other answer has.")
            .Fails(Errors.WrongField, Errors.BodyTooLarge, NoDataset, Errors.Conflict, Errors.DiskFull);
        webhooks
            .MapGet("/", GetAsync)
            .ForRole(Role.ReadOnly)
            .Describe("get_webhook", "Where events go", "Without secrets.")
            .Succeeds(200, "Successful Response")
            .Fails(NoWebhook);
        webhooks
            .MapPatch("/", ChangeAsync)
            .ForRole(Role.Owner)
            .Describe(
                "change_webhook",
                "Change where events go",
                "The secret stays. `enabled` enables a webhook that the server has disabled."
            )
            .Succeeds(200, "Successful Response")
            .Fails(Errors.WrongField, Errors.BodyTooLarge, NoWebhook, Errors.Conflict, Errors.DiskFull);
        webhooks
            .MapDelete("/", DeleteAsync)
            .ForRole(Role.Owner)
            .Describe("delete_webhook", "Send no more events", "What was not sent yet is not sent.")
            .Succeeds(204, "Deleted.")
            .Fails(NoWebhook, Errors.DiskFull);
        webhooks
            .MapGet("/deliveries/", ListAsync)
            .ForRole(Role.ReadOnly)
            .Describe(
                "list_webhook_deliveries",
                "The log of deliveries",
                "`q` is part of the error, or the id of an image, a batch or a subject. Deliveries that have ended leave the log after 30 "
                    + "days."
            )
            .Succeeds(200, "Successful Response")
            .Fails(Errors.WrongQuery, NoDataset);
        webhooks
            .MapPost("/deliveries/{delivery}/replay/", ReplayAsync)
            .ForRole(Role.Member)
            .Describe(
                "replay_webhook_delivery",
                "Send a delivery again",
                "Under the same id, whatever has become of it; one that waits for another attempt is sent at once."
            )
            .Succeeds(202, "It will be sent.")
            .Fails(Errors.WrongField, NoDelivery, Errors.DiskFull);
    }

    private static async Task<Results<Created<WebhookAnswer>, ErrorAnswer>> PutAsync(
        HttpContext http,
        InPath<Dataset, DatasetInPath> dataset,
        Body<NewWebhook> body,
        WebhookService webhooks
    )
    {
        var root = RootUrl.Find(http.Request);
        var (webhook, secret, error) = await webhooks.PutAsync(dataset.Value, body.Value.ToChange(), root, http.RequestAborted);
        if (webhook is null)
            return Problem.From(error!);
        var answer = WebhookAnswer.Create(webhook) with { AuthorizationValue = webhook.AuthorizationValue, SecretKey = secret };
        return TypedResults.Created((string?)null, answer);
    }

    private static async Task<Results<Ok<WebhookAnswer>, ErrorAnswer>> GetAsync(
        HttpContext http,
        InPath<Dataset, DatasetInPath> dataset,
        WebhookService webhooks
    ) => Answer(await webhooks.FindAsync(dataset.Value, http.RequestAborted));

    private static async Task<Results<Ok<WebhookAnswer>, ErrorAnswer>> ChangeAsync(
        HttpContext http,
        InPath<Dataset, DatasetInPath> dataset,
        Body<WebhookPatch> body,
        WebhookService webhooks
    ) => Answer(await webhooks.ChangeAsync(dataset.Value, body.Value.ToChange(), http.RequestAborted));

    private static async Task<Results<NoContent, ErrorAnswer>> DeleteAsync(
        HttpContext http,
        InPath<Dataset, DatasetInPath> dataset,
        WebhookService webhooks
    ) => await webhooks.DeleteAsync(dataset.Value, http.RequestAborted) is { } error ? Problem.From(error) : TypedResults.NoContent();

    private static async Task<Results<Ok<Page<DeliveryAnswer>>, ErrorAnswer>> ListAsync(
        HttpContext http,
        InPath<Dataset, DatasetInPath> dataset,
        Query<DeliveryListQuery> query,
        WebhookLog log
    )
    {
        var page = query.Value;
        var (count, rows) = await log.ListAsync(dataset.Value, page.ToDeliveryQuery(), http.RequestAborted);
        return TypedResults.Ok(page.CreatePage(http.Request, count, rows.ConvertAll(DeliveryAnswer.Create)));
    }

    private static async Task<Results<Accepted<DeliveryAnswer>, ErrorAnswer>> ReplayAsync(
        HttpContext http,
        InPath<Dataset, DatasetInPath> dataset,
        string delivery,
        WebhookLog log
    )
    {
        var (replayed, error) = await log.ReplayAsync(dataset.Value, delivery, http.RequestAborted);
        return replayed is null ? Problem.From(error!) : TypedResults.Accepted((string?)null, DeliveryAnswer.Create(replayed));
    }

    private static Results<Ok<WebhookAnswer>, ErrorAnswer> Answer((Webhook? Webhook, ServiceError? Error) found) =>
        found.Webhook is null ? Problem.From(found.Error!) : TypedResults.Ok(WebhookAnswer.Create(found.Webhook));
}
