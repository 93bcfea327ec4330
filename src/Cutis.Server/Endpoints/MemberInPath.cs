using Cutis.Platform.Companies;
using Cutis.Platform.Errors;
using Cutis.Server.Http.Requests;

namespace Cutis.Server.Endpoints;

/// <summary>Finds the member that a path names; 404 when the user is none of the company.</summary>
internal sealed class MemberInPath : IPathFinder<Member>
{
    public static async Task<(Member? Found, ServiceError? Error)> FindAsync(HttpContext http)
    {
        var members = http.RequestServices.GetRequiredService<Members>();
        var found = Guid.TryParseExact((string)http.Request.RouteValues["user"]!, "D", out var id)
            ? await members.FindAsync(id, http.RequestAborted)
            : null;
        return (found, found is null ? ServiceError.NotFound("Member") : null);
    }
}
