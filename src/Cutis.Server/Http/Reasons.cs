namespace Cutis.Server.Http;

/// <summary>Texts for statuses that the framework gives without a body.</summary>
internal static class Reasons
{
    public static string Find(int status) =>
        status switch
        {
            404 => "Not Found",
            405 => "Method Not Allowed",
            416 => "Range Not Satisfiable",
            _ => $"Status {status}",
        };
}
