using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Cutis.Platform.Accounts;
using Cutis.Platform.Companies;
using Cutis.Platform.Storage;
using Cutis.Server.Http;
using Cutis.Server.Http.Contract;
using Cutis.Server.Http.Requests;
using Cutis.Server.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cutis.Server.Endpoints;

/// <summary>A user who is to become a member.</summary>
[SchemaName("NewMember")]
internal sealed record NewMember
{
    [Length(1, EmailAddress.MaxLength), Description("Of a user of this server.")]
    public required string Email { get; init; }

    [AllowedValues("owner", "member", "read_only")]
    public required string Role { get; init; }
}

/// <summary>Another role of a member.</summary>
[SchemaName("MemberRole")]
internal sealed record MemberRole
{
    [AllowedValues("owner", "member", "read_only")]
    public required string Role { get; init; }
}

/// <summary>The query of the list of members.</summary>
[RefusesUnknownKeys("parameter")]
internal sealed record MemberListQuery : PageQuery
{
    [AllowedValues("email", "-email"), DefaultValue("email"), JsonPropertyOrder(-2)]
    public string Ordering { get; init; } = "";
}

/// <summary>A member as clients see it.</summary>
[SchemaName("Member")]
internal sealed record MemberAnswer(
    Guid UserId,
    string Email,
    string FullName,
    [property: AllowedValues("owner", "member", "read_only")] string Role
)
{
    public static MemberAnswer Create(Member member) => new(member.UserId, member.Email, member.FullName, Roles.Name(member.Role));
}

[JsonSerializable(typeof(NewMember))]
[JsonSerializable(typeof(MemberRole))]
[JsonSerializable(typeof(MemberAnswer))]
[JsonSerializable(typeof(Page<MemberAnswer>)), Schema(typeof(Page<MemberAnswer>), "MemberPage")]
internal sealed partial class MemberJson : JsonSerializerContext;

/// <summary><c>/api/v1/companies/{company}/members/</c>: who may do what. Owners change it.</summary>
internal static class MemberEndpoints
{
    private static readonly ErrorResponse NoMember = new("NoMember", 404, "The company has no such member.", typeof(Detail));
    private static readonly ErrorResponse IsMember = new("IsMember", 409, "The user is a member already.", typeof(Detail));

    private static readonly ErrorResponse LastOwner = new(
        "LastOwner",
        409,
        "It would leave the company without an owner who can sign in; `code` is `last_owner`.",
        typeof(Detail)
    );

    public static void MapMembers(this IEndpointRouteBuilder app)
    {
        var members = app.MapGroup("/api/v1/companies/{company}/members").WithMetadata(new Dialect(ErrorDialect.Api)).RequireCompany();
        members.WithTags("Companies").Fails(Errors.NoToken, Errors.NoAccess, Errors.TooManyRequests, Errors.Unavailable);
        members
            .MapGet("/", ListAsync)
            .ForRole(Role.ReadOnly)
            .Describe("list_members", "List the members")
            .Succeeds(200, "Successful Response")
            .Fails(Errors.WrongQuery);
        members
            .MapPost("/", AddAsync)
            .ForRole(Role.Owner)
            .Describe("add_member", "Make a user a member", "Users are added by the operator of the server: `./run users add EMAIL`.")
            .RequestExample("""{"email": "ada@example.org", "role": "member"}""")
            .Succeeds(201, "Added.")
            .Fails(Errors.WrongField, Errors.BodyTooLarge, IsMember, Errors.DiskFull);
        members
            .MapPatch("/{user}/", ChangeAsync)
            .ForRole(Role.Owner)
            .Describe("change_member", "Give a member another role")
            .Succeeds(200, "Successful Response")
            .Fails(Errors.WrongField, Errors.BodyTooLarge, NoMember, LastOwner, Errors.DiskFull);
        members
            .MapDelete("/{user}/", RemoveAsync)
            .ForRole(Role.Owner)
            .Describe("remove_member", "End a membership", "The user stays, and so do the memberships in other companies.")
            .Succeeds(204, "Ended.")
            .Fails(NoMember, LastOwner, Errors.DiskFull);
    }

    private static async Task<Ok<Page<MemberAnswer>>> ListAsync(HttpContext http, Query<MemberListQuery> query, Members members)
    {
        var (page, stop) = (query.Value, http.RequestAborted);
        var (count, rows) = await members.ListAsync(page.Search, page.Ordering == "-email", page.Skipped, page.Size, stop);
        return TypedResults.Ok(page.CreatePage(http.Request, count, rows.ConvertAll(MemberAnswer.Create)));
    }

    private static async Task<Results<Created<MemberAnswer>, ErrorAnswer>> AddAsync(HttpContext http, Body<NewMember> body, Members members)
    {
        var (member, error) = await members.AddAsync(body.Value.Email, Roles.Find(body.Value.Role)!.Value, http.RequestAborted);
        return member is null ? Problem.From(error!) : TypedResults.Created((string?)null, MemberAnswer.Create(member));
    }

    private static async Task<Results<Ok<MemberAnswer>, ErrorAnswer>> ChangeAsync(
        HttpContext http,
        InPath<Member, MemberInPath> member,
        Body<MemberRole> body,
        Members members
    )
    {
        var role = Roles.Find(body.Value.Role)!.Value;
        var (changed, error) = await members.ChangeRoleAsync(member.Value.UserId, role, http.RequestAborted);
        return changed is null ? Problem.From(error!) : TypedResults.Ok(MemberAnswer.Create(changed));
    }

    private static async Task<Results<NoContent, ErrorAnswer>> RemoveAsync(
        HttpContext http,
        InPath<Member, MemberInPath> member,
        Members members
    ) => await members.RemoveAsync(member.Value.UserId, http.RequestAborted) is { } error ? Problem.From(error) : TypedResults.NoContent();
}
