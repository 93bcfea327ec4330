using Cutis.Platform.Storage;
using Cutis.Server.Http;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Server.Security;

/// <summary>The caller is a member of the company that the request is about, with the role that the route asks for.</summary>
internal sealed class CompanyRequirement : IAuthorizationRequirement;

/// <summary>A member was refused for want of this role.</summary>
internal sealed record MissingRole(Role Role);

/// <summary>
/// Finds the company in the path, or in the query as <c>company_id</c> where the path has none. From then on the request sees the rows
/// of that company; until then, those of none.
/// </summary>
internal sealed class CompanyAccess(CutisDb db, CurrentCompany current) : AuthorizationHandler<CompanyRequirement>
{
    private const string PathKey = "company";
    private const string QueryKey = "company_id";

    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, CompanyRequirement requirement)
    {
        if (context.Resource is not HttpContext http || context.User.FindCaller() is not { } caller)
            return;
        var isInPath = http.Request.RouteValues.TryGetValue(PathKey, out var value);
        var text = isInPath ? value as string : http.Request.Query[QueryKey].FirstOrDefault();
        if (!Guid.TryParseExact(text, "D", out var company))
        {
            // What is not the id of a company is no company that the caller may use; in a query it is a mistake like any other, which
            // the reader of the request reports with the rest. No company is entered, so no row is seen.
            if (!isInPath)
                context.Succeed(requirement);
            return;
        }

        var role = await db
            .Memberships.Where(m => m.UserId == caller.UserId && m.CompanyId == company)
            .Select(m => (Role?)m.Role)
            .FirstOrDefaultAsync(http.RequestAborted);
        // A route that names no role is closed: it was forgotten.
        if (role is null || http.GetEndpoint()?.Metadata.GetMetadata<LeastRole>() is not { Role: var least })
            return;
        if (role < least)
        {
            http.Features.Set(new MissingRole(least));
            return;
        }

        current.Id = company;
        context.Succeed(requirement);
    }
}
