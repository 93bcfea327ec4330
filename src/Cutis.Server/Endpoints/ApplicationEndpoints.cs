using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cutis.Platform.Analysis;
using Cutis.Platform.Datasets;
using Cutis.Platform.Storage;
using Cutis.Server.Http;
using Cutis.Server.Http.Contract;
using Cutis.Server.Http.Requests;
using Cutis.Server.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cutis.Server.Endpoints;

/// <summary>Which dataset an application is attached to, and what it is to compute there.</summary>
[SchemaName("AttachApplication")]
internal sealed record AttachBody
{
    public required Guid DatasetId { get; init; }

    [ReadBy<EnabledAlgorithms>, JsonShape("""{"type": ["array", "null"], "items": {"type": ["string", "integer"]}, "maxItems": 100}""")]
    [Description(
        "Names of algorithms, or ids of their versions. `[]`: all that is computed where nothing is named. Null leaves what was enabled "
            + "before, at first all."
    )]
    public IReadOnlyList<string>? EnabledAlgorithms { get; init; }

    [JsonShape("""{"type": ["object", "null"]}"""), ReadBy<FlagsReader>, Description("Kept for the client.")]
    public string? AlgorithmsFlags { get; init; }
}

/// <summary>Reads names of algorithms, or numbers of their versions.</summary>
internal sealed class EnabledAlgorithms : IValueReader
{
    private const int Max = 100;

    public static object? Read(Field field)
    {
        var algorithms = field.Services.GetRequiredService<DatasetAlgorithms>();
        var names = new List<string>();
        foreach (var entry in field.ReadList(0, Max))
        {
            var text = entry.Value.ValueKind == JsonValueKind.String ? entry.Value.GetString()! : entry.Value.GetRawText();
            if (algorithms.Find(text) is { } name)
                names.Add(name);
            else
                field.Complain($"\"{Mistake.Shown(entry.Value)}\" is not a known algorithm", "unknown_algorithm");
        }

        return names;
    }
}

/// <summary>Reads a JSON object and keeps its text.</summary>
internal sealed class FlagsReader : IValueReader
{
    public static object? Read(Field field)
    {
        if (field.Value.ValueKind == JsonValueKind.Object)
            return field.Value.GetRawText();
        field.Complain(Mistake.NotObject);
        return null;
    }
}

/// <summary>The query of the list of applications.</summary>
[RefusesUnknownKeys("parameter")]
internal sealed record ApplicationListQuery : PageQuery
{
    [AllowedValues("name", "-name"), DefaultValue("name"), JsonPropertyOrder(-2)]
    public string Ordering { get; init; } = "";
}

/// <summary>An algorithm of an application.</summary>
[SchemaName("AlgorithmVersion")]
internal sealed record AlgorithmVersionAnswer(
    [property: Description("The `algorithm_version_id` of results.")] int Id,
    string AlgorithmTechName,
    string AlgorithmFamilyTechName,
    string Version
);

/// <summary>An application as clients see it.</summary>
[SchemaName("Application")]
internal sealed record ApplicationAnswer(
    Guid Id,
    string Name,
    string TechName,
    [property: Description("HTML.")] string Description,
    IReadOnlyList<AlgorithmVersionAnswer> AlgorithmsVersions
)
{
    public static ApplicationAnswer Create(Application application, PluginFolder plugins) =>
        new(
            application.Id,
            application.Name,
            application.TechName,
            application.Description,
            [
                .. AlgorithmVersions
                    .All(plugins)
                    .Select(v => new AlgorithmVersionAnswer(
                        v.Id,
                        v.TechName,
                        v.FamilyTechName,
                        v.Version.ToString(CultureInfo.InvariantCulture)
                    )),
            ]
        );
}

[JsonSerializable(typeof(AttachBody))]
[JsonSerializable(typeof(ConnectedApplication))]
[JsonSerializable(typeof(ApplicationAnswer))]
[JsonSerializable(typeof(Page<ApplicationAnswer>)), Schema(typeof(Page<ApplicationAnswer>), "ApplicationPage")]
internal sealed partial class ApplicationJson : JsonSerializerContext;

/// <summary><c>/api/v1/companies/{company}/applications/</c>: which there are, and attaching them to datasets.</summary>
internal static class ApplicationEndpoints
{
    private static readonly ErrorResponse NoApplication = new(
        "NoApplication",
        404,
        "No such application, or no such dataset in this company.",
        typeof(Detail)
    );

    public static void MapApplications(this IEndpointRouteBuilder app)
    {
        var applications = app.MapGroup("/api/v1/companies/{company}/applications")
            .WithMetadata(new Dialect(ErrorDialect.Api))
            .RequireCompany();
        applications.WithTags("Datasets").Fails(Errors.NoToken, Errors.NoAccess, Errors.TooManyRequests, Errors.Unavailable);
        applications
            .MapGet("/", List)
            .ForRole(Role.ReadOnly)
            .Describe("list_applications", "List applications")
            .Succeeds(200, "Successful Response")
            .Fails(PlaceErrors.WrongQuery);
        Attaches(applications.MapPost("/{application}/attach-to-dataset/", AttachAsync))
            .Describe("attach_application", "Attach an application to a dataset", "Its enabled algorithms decide what is computed there.");
        Attaches(applications.MapPost("/{application}/runs/", AttachAsync))
            .Describe("run_application", "Attach an application to a dataset, by its id", "The older way.");
    }

    private static RouteHandlerBuilder Attaches(RouteHandlerBuilder route) =>
        route
            .ForRole(Role.Member)
            .RequestExample("""{"dataset_id": "3f0c9b1e-5d0e-4b8e-9c57-3c0f1f1f2a10", "enabled_algorithms": ["lines", "pores"]}""")
            .Succeeds(201, "Attached; once more changes what is enabled, and keeps the run.")
            .Fails(Errors.WrongField, NoApplication, PlaceErrors.Gone, Errors.BodyTooLarge, Errors.DiskFull);

    private static Ok<Page<ApplicationAnswer>> List(HttpContext http, Query<ApplicationListQuery> query, PluginFolder plugins)
    {
        var page = query.Value;
        var found = Application.All.Where(a => a.Name.Contains(page.Search, StringComparison.OrdinalIgnoreCase)).ToList();
        var ordered = page.Ordering == "-name" ? found.OrderByDescending(a => a.Name) : found.OrderBy(a => a.Name);
        var shown = ordered.Skip(page.Skipped).Take(page.Size).Select(a => ApplicationAnswer.Create(a, plugins)).ToList();
        return TypedResults.Ok(page.CreatePage(http.Request, found.Count, shown));
    }

    private static async Task<Results<Created<ConnectedApplication>, ErrorAnswer>> AttachAsync(
        HttpContext http,
        string application,
        Body<AttachBody> body,
        DatasetService datasets,
        ApplicationService applications
    )
    {
        var found = Guid.TryParseExact(application, "D", out var id) ? Application.Find(id) : Application.Find(application);
        if (found is null)
            return new Problem(404, "Application not found");
        var (dataset, error) = await datasets.FindAsync($"{body.Value.DatasetId:D}", http.RequestAborted);
        if (dataset is null)
            return Problem.From(error!);
        ImmutableArray<string>? enabled = body.Value.EnabledAlgorithms is { } names ? [.. names.Distinct()] : null;
        var run = await applications.AttachAsync(dataset, found, enabled, body.Value.AlgorithmsFlags, http.RequestAborted);
        return TypedResults.Created((string?)null, ConnectedApplication.Create(run));
    }
}
