using Cutis.Platform.Storage;

namespace Cutis.Server.Http;

/// <summary>Lets routes that erase work on a full disk: what finds no space is done again on the space that is kept for it.</summary>
internal static class ErasingFilter
{
    /// <summary>The handler must be one that can be called twice.</summary>
    public static RouteHandlerBuilder WithSpaceReserve(this RouteHandlerBuilder route) =>
        route.AddEndpointFilter(
            async (context, next) =>
            {
                var services = context.HttpContext.RequestServices;
                var reserve = services.GetRequiredService<SpaceReserve>();
                try
                {
                    return await next(context);
                }
                catch (Exception e) when ((DatabaseFaults.Find(e) == DatabaseFault.Full || DiskFaults.IsFull(e)) && reserve.TryGiveUp())
                {
                    // What the first try has changed in memory is not what is stored.
                    services.GetRequiredService<CutisDb>().ChangeTracker.Clear();
                    var answer = await next(context);
                    reserve.TryFill();
                    return answer;
                }
            }
        );
}
