using Cutis.Server.Http;
using Cutis.Server.Http.Contract;

namespace Cutis.Server.Endpoints;

/// <summary>Failures that routes of datasets, subjects and batches share.</summary>
internal static class PlaceErrors
{
    public static readonly ErrorResponse WrongQuery = new("WrongQuery", 400, "A parameter is wrong.", typeof(FieldErrors));

    public static readonly ErrorResponse NotFound = new(
        "NotFound",
        404,
        "Something that the path or the body names is not in this company.",
        typeof(Detail)
    );

    public static readonly ErrorResponse Gone = new("Gone", 410, "It was erased, or what it is in was.", typeof(Detail));
}
