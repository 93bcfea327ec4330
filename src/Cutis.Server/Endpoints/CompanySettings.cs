using System.ComponentModel;
using System.Text.Json;
using Cutis.Platform.Companies;
using Cutis.Platform.Errors;
using Cutis.Platform.Storage;
using Cutis.Server.Http;
using Cutis.Server.Http.Contract;
using Cutis.Server.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cutis.Server.Endpoints;

/// <summary>What a company has chosen.</summary>
[SchemaName("CompanySettings")]
internal sealed record CompanySettingsAnswer
{
    [Description("Whether photos are analysed as soon as they are uploaded. Off at first.")]
    public bool AnalyseUploads { get; init; }
}

/// <summary><c>/api/v1/companies/{company}/settings/</c>.</summary>
internal static class CompanySettings
{
    private const long MaxBytes = 64 << 10;

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
            .ReadsJson(typeof(CompanySettingsAnswer))
            .Succeeds(200, "Successful Response")
            .Fails(Errors.WrongField, Errors.BodyTooLarge, Errors.Conflict, Errors.DiskFull);
    }

    private static async Task<Ok<CompanySettingsAnswer>> GetAsync(HttpContext http, CompanyService companies) =>
        Answer(await companies.FindAsync(http.RequestAborted));

    private static async Task<Results<Ok<CompanySettingsAnswer>, ErrorAnswer>> PatchAsync(HttpContext http, CompanyService companies)
    {
        var body = await Body.ReadAsync(http.Request, MaxBytes, http.RequestAborted);
        if (body is null)
            return new Problem(413, $"The body is too large; at most {MaxBytes} bytes are allowed.", "body");
        using var document = JsonText.Parse(body);
        if (document is null || document.RootElement.ValueKind != JsonValueKind.Object)
            return Problem.Invalid("body", "Must be a JSON object.");
        var wrong = new Dictionary<string, string[]>(StringComparer.Ordinal);
        var analyseUploads = default(bool?);
        foreach (var property in document.RootElement.EnumerateObject())
        {
            if (property.Name != "analyse_uploads")
                wrong[ErrorText.Shorten(property.Name)] = ["Is not a known setting."];
            else if (property.Value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
                wrong[property.Name] = ["Must be true or false."];
            else
                analyseUploads = property.Value.GetBoolean();
        }

        return wrong.Count > 0 ? new FieldProblems(wrong) : Answer(await companies.ChangeAsync(analyseUploads, http.RequestAborted));
    }

    private static Ok<CompanySettingsAnswer> Answer(Company company) =>
        TypedResults.Ok(new CompanySettingsAnswer { AnalyseUploads = company.AnalyseUploads });
}
