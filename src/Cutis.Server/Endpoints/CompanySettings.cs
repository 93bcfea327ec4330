using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Cutis.Platform.Companies;
using Cutis.Platform.Storage;
using Cutis.Server.Http;
using Cutis.Server.Http.Contract;
using Cutis.Server.Http.Requests;
using Cutis.Server.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cutis.Server.Endpoints;

/// <summary>The settings of a company.</summary>
[SchemaName("CompanySettings"), RefusesUnknownKeys("setting")]
internal sealed record CompanySettingsBody
{
    [Description("Whether photos are analysed as soon as they are uploaded. Off at first.")]
    [NeverNull]
    public bool? AnalyseUploads { get; init; }

    [Description("For how many days audit events are kept. 365 at first.")]
    [NeverNull, Range(1, 3650)]
    public int? AuditDays { get; init; }
}

[JsonSerializable(typeof(CompanySettingsBody))]
internal sealed partial class CompanySettingsJson : JsonSerializerContext;

/// <summary><c>/api/v1/companies/{company}/settings/</c>.</summary>
internal static class CompanySettings
{
    public static void MapCompanySettings(this IEndpointRouteBuilder app)
    {
        var settings = app.MapGroup("/api/v1/companies/{company}/settings").WithMetadata(new Dialect(ErrorDialect.Api)).RequireCompany();
        settings.WithTags("Analysis").Fails(Errors.NoToken, Errors.NoAccess, Errors.TooManyRequests, Errors.Unavailable);
        settings
            .MapGet("/", GetAsync)
            .ForRole(Role.ReadOnly)
            .Describe("get_settings", "What the company has chosen")
            .Succeeds(200, "Successful Response");
        settings
            .MapPatch("/", PatchAsync)
            .ForRole(Role.Owner)
            .Describe("change_settings", "Choose")
            .Succeeds(200, "Successful Response")
            .Fails(Errors.WrongField, Errors.BodyTooLarge, Errors.Conflict, Errors.DiskFull);
    }

    private static async Task<Ok<CompanySettingsBody>> GetAsync(HttpContext http, CompanyService companies) =>
        Answer(await companies.FindAsync(http.RequestAborted));

    private static async Task<Ok<CompanySettingsBody>> PatchAsync(
        HttpContext http,
        Body<CompanySettingsBody> body,
        CompanyService companies
    ) => Answer(await companies.ChangeAsync(body.Value.AnalyseUploads, body.Value.AuditDays, http.RequestAborted));

    private static Ok<CompanySettingsBody> Answer(Company company) =>
        TypedResults.Ok(new CompanySettingsBody { AnalyseUploads = company.AnalyseUploads, AuditDays = company.AuditDays });
}
