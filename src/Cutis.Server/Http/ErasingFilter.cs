using Cutis.Platform.Privacy;
using Cutis.Platform.Storage;

namespace Cutis.Server.Http;

/// <summary>
/// Lets routes that erase work on a full disk: what finds no space is done again on the space that is kept for it. Their answers name the
/// receipt in a header.
/// </summary>
internal static class ErasingFilter
{
    /// <summary>The header with the id of the receipt.</summary>
    public const string ReceiptHeader = "X-Erasure-Receipt";

    /// <summary>The handler must be one that can be called twice.</summary>
    public static RouteHandlerBuilder WithSpaceReserve(this RouteHandlerBuilder route) =>
        route.AddEndpointFilter(
            async (context, next) =>
            {
                var services = context.HttpContext.RequestServices;
                var reserve = services.GetRequiredService<SpaceReserve>();
                try
                {
                    return WithReceipt(context.HttpContext, await next(context));
                }
                catch (Exception e) when ((DatabaseFaults.Find(e) == DatabaseFault.Full || DiskFaults.IsFull(e)) && reserve.TryGiveUp())
                {
                    // What the first try has changed in memory is not what is stored.
                    services.GetRequiredService<CutisDb>().ChangeTracker.Clear();
                    var answer = await next(context);
                    reserve.TryFill();
                    return WithReceipt(context.HttpContext, answer);
                }
            }
        );

    private static object? WithReceipt(HttpContext http, object? answer)
    {
        if (http.RequestServices.GetRequiredService<Receipts>().LastId is { } id)
            http.Response.Headers[ReceiptHeader] = id.ToString("D");
        return answer;
    }
}
