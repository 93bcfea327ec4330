using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Cutis.Platform.Companies;
using Cutis.Platform.Rendering;
using Cutis.Platform.Storage;
using Cutis.Server.Http;
using Cutis.Server.Http.Contract;
using Cutis.Server.Http.Requests;
using Cutis.Server.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cutis.Server.Endpoints;

/// <summary>The query of the list of companies.</summary>
[RefusesUnknownKeys("parameter")]
internal sealed record CompanyListQuery : PageQuery
{
    [AllowedValues("creation_time", "-creation_time", "name", "-name"), DefaultValue("creation_time"), JsonPropertyOrder(-2)]
    public string Ordering { get; init; } = "";

    public OwnCompaniesQuery ToQuery() =>
        new(
            Search,
            Ordering switch
            {
                "-creation_time" => CompanyOrder.NewestFirst,
                "name" => CompanyOrder.Name,
                "-name" => CompanyOrder.NameDescending,
                _ => CompanyOrder.OldestFirst,
            },
            Skipped,
            Size
        );
}

/// <summary>A company as its members see it.</summary>
[SchemaName("Company")]
internal sealed record CompanyAnswer(
    Guid Id,
    string Name,
    [property: AllowedValues("owner", "member", "read_only"), Description("What the caller may do.")] string Role,
    [property: JsonConverter(typeof(Rfc3339)), NeverNull] DateTimeOffset? CreationTime
)
{
    public static CompanyAnswer Create(OwnCompany company) => new(company.Id, company.Name, Roles.Name(company.Role), company.CreatedAt);
}

[JsonSerializable(typeof(CompanyAnswer))]
[JsonSerializable(typeof(Page<CompanyAnswer>)), Schema(typeof(Page<CompanyAnswer>), "CompanyPage")]
internal sealed partial class CompanyJson : JsonSerializerContext;

/// <summary><c>/api/v1/companies/</c>: the companies that the caller is a member of.</summary>
internal static class CompanyEndpoints
{
    public static void MapCompanies(this IEndpointRouteBuilder app)
    {
        var companies = app.MapGroup("/api/v1/companies").WithMetadata(new Dialect(ErrorDialect.Api));
        companies.WithTags("Companies").Fails(Errors.NoToken, Errors.TooManyRequests, Errors.Unavailable);
        companies
            .MapGet("/", ListAsync)
            .RequireUser()
            .Describe("list_companies", "List the own companies")
            .Succeeds(200, "Successful Response")
            .Fails(Errors.WrongQuery);
        companies
            .MapGet("/{company}/", GetAsync)
            .RequireCompany()
            .ForRole(Role.ReadOnly)
            .Describe("get_company", "One company")
            .Succeeds(200, "Successful Response")
            .Fails(Errors.NoAccess);
    }

    private static async Task<Ok<Page<CompanyAnswer>>> ListAsync(HttpContext http, Query<CompanyListQuery> query, CompanyService companies)
    {
        var caller = http.User.FindCaller()!;
        var (count, rows) = await companies.ListAsync(caller.UserId, query.Value.ToQuery(), http.RequestAborted);
        return TypedResults.Ok(query.Value.CreatePage(http.Request, count, rows.ConvertAll(CompanyAnswer.Create)));
    }

    private static async Task<Ok<CompanyAnswer>> GetAsync(HttpContext http, CompanyService companies) =>
        TypedResults.Ok(CompanyAnswer.Create(await companies.FindOwnAsync(http.User.FindCaller()!.UserId, http.RequestAborted)));
}
