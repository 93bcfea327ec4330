using System.Collections.Immutable;
using System.Text.Json;
using Cutis.Analysis.Algorithms;
using Cutis.Masks;
using Cutis.Server.Accounts;
using Cutis.Server.Database;
using Cutis.Server.Http;
using Cutis.Server.Images;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Server.Computation;

/// <summary><c>…/images/{image}/compute/</c>: analysis on demand, and how far it is; <c>/api/v1/dicts/algorithms/</c>: what there is.</summary>
internal static class ComputeEndpoints
{
    private const long MostBytes = 64 << 10;
    private const int MostAlgorithms = 100;
    private static readonly TimeSpan WhenFull = TimeSpan.FromSeconds(10);

    public static void MapCompute(this IEndpointRouteBuilder app)
    {
        var compute = app.MapGroup("/api/v1/companies/{company}/images/{image}/compute").WithMetadata(new Dialect(ErrorDialect.Api)).RequireCompanyOfPath();
        compute.MapPost("/", StartAsync);
        compute.MapGet("/", GetAsync);
        app.MapGet("/api/v1/dicts/algorithms/", (PluginFolder plugins) => TypedResults.Json(AlgorithmEntry.All(plugins), Wire.Answers.ListAlgorithmEntry));
    }

    /// <summary>What is run when nothing is named: everything built in and every plug-in.</summary>
    public static ImmutableArray<string> Usual(PluginFolder plugins) => [.. Catalogue.Algorithms.Select(a => a.TechName).Union(plugins.Names)];

    private static async Task<IResult> StartAsync(HttpContext http, string image, CutisDb db, JobQueue queue, PluginFolder plugins, AnalysisSettings settings)
    {
        var stop = http.RequestAborted;
        var (row, problem) = await db.FindImageAsync(image, stop);
        if (problem is not null) return problem;
        var body = await Body.ReadAsync(http.Request, MostBytes, stop);
        if (body is null) return new Problem(413, $"The body is too large; at most {MostBytes} bytes are allowed.", "body");
        var (algorithms, wrong) = Read(body, plugins);
        if (wrong is not null) return wrong;
        var (job, full) = await queue.AddAsync(row!, algorithms, stop);
        if (job is null) return Full(full!.Value, settings);
        return TypedResults.Json(await AnswerAsync(db, job, stop), Wire.Answers.ComputeAnswer, statusCode: 202);
    }

    private static Problem Full(QueueFull full, AnalysisSettings settings) => full == QueueFull.OfCompany
        ? new Problem(429, $"Too many analyses are waiting; at most {settings.CompanyQueue} of a company are allowed", RetryAfter: WhenFull)
        : Problem.Busy(WhenFull);

    private static async Task<IResult> GetAsync(HttpContext http, string image, CutisDb db)
    {
        var stop = http.RequestAborted;
        var (row, problem) = await db.FindImageAsync(image, stop);
        if (problem is not null) return problem;
        var job = await db.Jobs.AsNoTracking().Where(j => j.ImageId == row!.Id).OrderByDescending(j => j.CreatedAt).ThenByDescending(j => j.Id).FirstOrDefaultAsync(stop);
        if (job is null) return Problem.NotFound("Analysis of this image");
        return TypedResults.Json(await AnswerAsync(db, job, stop), Wire.Answers.ComputeAnswer);
    }

    private static async Task<ComputeAnswer> AnswerAsync(CutisDb db, AnalysisJob job, CancellationToken stop)
    {
        var errors = await db.Results.Where(r => r.ImageId == job.ImageId).Select(r => new { r.Algorithm, r.Error })
            .ToDictionaryAsync(r => r.Algorithm, r => r.Error, stop);
        var faces = await db.Images.Where(i => i.Id == job.ImageId).Select(i => i.Faces).FirstOrDefaultAsync(stop);
        return ComputeAnswer.Of(job, faces, errors);
    }

    private static (ImmutableArray<string> Names, IResult? Problem) Read(byte[] body, PluginFolder plugins)
    {
        if (body.Length == 0) return (Usual(plugins), null);
        using var document = Body.Parse(body);
        if (document is null) return ([], Problem.Invalid("body", "Is not JSON."));
        if (document.RootElement.ValueKind != JsonValueKind.Object) return ([], Problem.Invalid("body", "Must be an object."));
        foreach (var property in document.RootElement.EnumerateObject())
            if (property.Name != "algorithms") return ([], Problem.Invalid(Query.Shorten(property.Name), "Is not a known key."));
        if (!document.RootElement.TryGetProperty("algorithms", out var list) || list.ValueKind == JsonValueKind.Null) return (Usual(plugins), null);
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() is 0 or > MostAlgorithms) return ([], Problem.Invalid("algorithms", $"Must be a list of 1 to {MostAlgorithms} names."));
        var known = Usual(plugins).Union(Catalogue.NotAvailable.Keys).ToHashSet(StringComparer.Ordinal);
        var (names, wrong) = (new List<string>(), new List<string>());
        foreach (var item in list.EnumerateArray())
        {
            var text = item.ValueKind == JsonValueKind.String ? item.GetString()! : item.GetRawText();
            if (item.ValueKind == JsonValueKind.String && AlgorithmName.TryParse(text, out var name) && known.Contains(name.Value)) names.Add(name.Value);
            else wrong.Add($"\"{Query.Shorten(text)}\" is not a known algorithm.");
        }

        if (wrong.Count > 0) return ([], new FieldProblems(new Dictionary<string, string[]>(StringComparer.Ordinal) { ["algorithms"] = [.. wrong] }));
        return ([.. names.Distinct(StringComparer.Ordinal)], null);
    }
}
