using Cutis.Platform.Companies;
using Cutis.Platform.Datasets;
using Cutis.Platform.Retention;
using Cutis.Platform.Storage;
using Cutis.Server.Http;
using Cutis.Server.Http.Contract;
using Cutis.Server.Http.Requests;
using Cutis.Server.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cutis.Server.Endpoints;

/// <summary><c>…/datasets/{dataset}/subjects/</c>.</summary>
internal static class SubjectEndpoints
{
    public static void MapSubjects(this IEndpointRouteBuilder app)
    {
        var subjects = app.MapGroup("/api/v1/companies/{company}/datasets/{dataset}/subjects")
            .WithMetadata(new Dialect(ErrorDialect.Api))
            .RequireCompany();
        subjects
            .WithTags("Subjects")
            .Fails(Errors.NoToken, Errors.NoAccess, PlaceErrors.NotFound, PlaceErrors.Gone)
            .Fails(Errors.TooManyRequests, Errors.Unavailable);
        subjects
            .MapPost("/", AddAsync)
            .ForRole(Role.Member)
            .Describe("add_subject", "Add a subject", "One subject is one person.")
            .RequestExample("""{"name": "Participant 12", "birth_date": "1990-05-17", "biological_sex": "female", "meta": {"arm": "B"}}""")
            .Succeeds(201, "Added.")
            .Fails(Errors.WrongField, Errors.BodyTooLarge, Errors.DiskFull);
        subjects
            .MapGet("/", ListAsync)
            .ForRole(Role.ReadOnly)
            .Describe("list_subjects", "List subjects")
            .Succeeds(200, "Successful Response")
            .Fails(PlaceErrors.WrongQuery);
        subjects
            .MapDelete("/", DeleteManyAsync)
            .ForRole(Role.Member)
            .WithSpaceReserve()
            .Describe("erase_subjects", "Erase many subjects", "Each with everything that is known of the person, for good.")
            .RequestExample("""{"subjects_ids": ["3f0c9b1e-5d0e-4b8e-9c57-3c0f1f1f2a10"]}""")
            .Succeeds(200, "Which were erased.")
            .Fails(Errors.WrongField, Errors.BodyTooLarge, Errors.DiskFull);
        subjects
            .MapGet("/{subject}/", GetAsync)
            .ForRole(Role.ReadOnly)
            .Describe("get_subject", "One subject")
            .Succeeds(200, "Successful Response");
        foreach (var (method, operation) in new[] { (HttpMethods.Patch, "change_subject"), (HttpMethods.Put, "put_subject") })
        {
            subjects
                .MapMethods("/{subject}/", [method], ChangeAsync)
                .ForRole(Role.Member)
                .Describe(operation, "Change a subject", "What is not written stays as it is.")
                .Succeeds(200, "Successful Response")
                .Fails(Errors.WrongField, Errors.BodyTooLarge, Errors.Conflict, Errors.DiskFull);
        }

        subjects
            .MapDelete("/{subject}/", DeleteAsync)
            .ForRole(Role.Member)
            .WithSpaceReserve()
            .Describe("erase_subject", "Erase a subject", "With everything that is known of the person, for good.")
            .Succeeds(200, "Erased; when the request has a body, for clients that expect one in the answer too.")
            .Succeeds(204, "Erased.")
            .Fails(Errors.DiskFull);
        subjects
            .MapPost("/{subject}/delete-photos/", DeletePhotosAsync)
            .ForRole(Role.Member)
            .WithSpaceReserve()
            .Describe("delete_subject_photos", "Delete all photos of a subject", "Results and masks stay.")
            .Succeeds(200, "The images that have no photos any more.")
            .Fails(Errors.DiskFull);
        subjects
            .MapPost("/{subject}/clear-metadata/", ClearAsync)
            .ForRole(Role.Member)
            .Describe("clear_subject_metadata", "Forget what is known of a subject", "Birth date, sex and `meta`; the name stays.")
            .Succeeds(200, "Successful Response")
            .Fails(Errors.Conflict, Errors.DiskFull);
    }

    private static async Task<Results<Created<SubjectAnswer>, ErrorAnswer>> AddAsync(
        HttpContext http,
        InPath<Dataset, DatasetInPath> datasetInPath,
        Body<NewSubjectBody> body,
        SubjectService subjects,
        CompanyService companies
    )
    {
        var author = http.User.FindCaller()?.UserId;
        var (subject, error) = await subjects.AddAsync(datasetInPath.Value, author, body.Value.Name, body.Value.Apply, http.RequestAborted);
        if (subject is null)
            return Problem.From(error!);
        var company = await companies.FindAsync(http.RequestAborted);
        return TypedResults.Created((string?)null, SubjectAnswer.Create(subject, company, datasetInPath.Value, null));
    }

    private static async Task<Ok<Page<SubjectAnswer>>> ListAsync(
        HttpContext http,
        InPath<Dataset, DatasetInPath> datasetInPath,
        Query<PlaceListQuery> query,
        SubjectService subjects,
        CompanyService companies
    )
    {
        var (page, stop) = (query.Value, http.RequestAborted);
        var (count, rows) = await subjects.ListAsync(datasetInPath.Value, page.ToListQuery(), stop);
        var promoted = await subjects.FindPromotedAsync(rows.ConvertAll(s => s.Id), stop);
        var company = await companies.FindAsync(stop);
        var answers = rows.ConvertAll(s =>
            SubjectAnswer.Create(s, company, datasetInPath.Value, promoted.TryGetValue(s.Id, out var image) ? image : null)
        );
        return TypedResults.Ok(page.CreatePage(http.Request, count, answers));
    }

    private static Task<Ok<SubjectAnswer>> GetAsync(
        HttpContext http,
        InPath<Dataset, DatasetInPath> datasetInPath,
        InPath<Subject, SubjectInPath> subjectInPath,
        SubjectService subjects,
        CompanyService companies
    ) => AnswerAsync(http, datasetInPath.Value, subjectInPath.Value, subjects, companies);

    private static async Task<Ok<SubjectAnswer>> ChangeAsync(
        HttpContext http,
        InPath<Dataset, DatasetInPath> datasetInPath,
        InPath<Subject, SubjectInPath> subjectInPath,
        Body<SubjectChangeBody> body,
        SubjectService subjects,
        CompanyService companies
    )
    {
        var changed = await subjects.ChangeAsync(subjectInPath.Value, body.Value.ApplyAll, http.RequestAborted);
        return await AnswerAsync(http, datasetInPath.Value, changed, subjects, companies);
    }

    private static async Task<Ok<SubjectAnswer>> ClearAsync(
        HttpContext http,
        InPath<Dataset, DatasetInPath> datasetInPath,
        InPath<Subject, SubjectInPath> subjectInPath,
        SubjectService subjects,
        CompanyService companies
    ) =>
        await AnswerAsync(
            http,
            datasetInPath.Value,
            await subjects.ClearAsync(subjectInPath.Value, http.RequestAborted),
            subjects,
            companies
        );

    private static async Task<Ok<DeletedPhotos>> DeletePhotosAsync(InPath<Subject, SubjectInPath> subjectInPath, PhotoDeletion deletion) =>
        TypedResults.Ok(new DeletedPhotos(subjectInPath.Value.Id, await deletion.DeleteAsync(subjectInPath.Value, CancellationToken.None)));

    private static async Task<Results<Ok<ErasedSubjects>, NoContent, ErrorAnswer>> DeleteAsync(
        HttpContext http,
        InPath<Subject, SubjectInPath> subjectInPath,
        PlaceEraser eraser
    )
    {
        if (await eraser.EraseAsync([subjectInPath.Value], CancellationToken.None) is { } error)
            return Problem.From(error);
        return http.Request.HasBody() ? TypedResults.Ok(new ErasedSubjects([subjectInPath.Value.Id], [])) : TypedResults.NoContent();
    }

    private static async Task<Results<Ok<ErasedSubjects>, ErrorAnswer>> DeleteManyAsync(
        HttpContext http,
        InPath<Dataset, DatasetInPath> datasetInPath,
        Body<SubjectIdsBody> body,
        SubjectService subjects,
        PlaceEraser eraser
    )
    {
        var asked = body.Value.SubjectsIds.Distinct().ToList();
        var found = await subjects.ListAsync(datasetInPath.Value, asked, http.RequestAborted);
        if (found.Count > 0 && await eraser.EraseAsync(found, CancellationToken.None) is { } error)
            return Problem.From(error);
        var erased = found.ConvertAll(s => s.Id);
        return TypedResults.Ok(new ErasedSubjects(erased, [.. asked.Except(erased)]));
    }

    private static async Task<Ok<SubjectAnswer>> AnswerAsync(
        HttpContext http,
        Dataset dataset,
        Subject subject,
        SubjectService subjects,
        CompanyService companies
    )
    {
        var promoted = await subjects.FindPromotedAsync([subject.Id], http.RequestAborted);
        Guid? image = promoted.TryGetValue(subject.Id, out var id) ? id : null;
        return TypedResults.Ok(SubjectAnswer.Create(subject, await companies.FindAsync(http.RequestAborted), dataset, image));
    }
}
