using System.Text.Json;

namespace Cutis.Server.Tests.Fuzz;

/// <summary>What holds for every answer, whatever was asked.</summary>
internal static class AnswerRules
{
    /// <summary>What an answer breaks; null when it is as it should be.</summary>
    /// <param name="request">What was asked.</param>
    /// <param name="status">The status.</param>
    /// <param name="hasRetryAfter">Whether there is a <c>Retry-After</c>.</param>
    /// <param name="mediaType">Of the body, or null.</param>
    /// <param name="body">The body.</param>
    public static string? Broken(FuzzRequest request, int status, bool hasRetryAfter, string? mediaType, byte[] body)
    {
        if (status >= 500 && status is not (503 or 507))
            return $"status {status}";
        if (status == 503 && !hasRetryAfter)
            return "503 without Retry-After";
        if (status < 400 || request.Method == "HEAD")
            return null;
        var isService = request.Path.StartsWith("/service/", StringComparison.Ordinal);
        var isApi = request.Path.StartsWith("/api/", StringComparison.Ordinal);
        // Paths and methods that no route has are answered by the framework, without a body.
        if (body.Length == 0)
        {
            var isFrameworks = status is 400 or 404 or 405 or 411 or 413 or 414 or 415 or 431 || (!isService && !isApi);
            return isFrameworks ? null : $"status {status} without a body";
        }

        if (mediaType != "application/json")
            return $"status {status} as {mediaType}";
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            if (isService && status == 422)
                return Check(root, "ValidationError");
            return isApi && status == 400 ? Either(root) : Check(root, Schema(root));
        }
        catch (JsonException)
        {
            return $"status {status} with a body that is not JSON";
        }
    }

    private static string Schema(JsonElement root) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty("detail", out _) ? "Detail" : "FieldErrors";

    private static bool AreTexts(JsonElement list) =>
        list.ValueKind == JsonValueKind.Array && list.EnumerateArray().All(text => text.ValueKind == JsonValueKind.String);

    private static string? Either(JsonElement root) => Check(root, "FieldErrors") is null ? null : Check(root, "Detail");

    private static string? Check(JsonElement root, string schema)
    {
        if (schema == "FieldErrors")
        {
            var fits =
                root.ValueKind == JsonValueKind.Object
                && root.EnumerateObject().Any()
                && root.EnumerateObject().All(p => AreTexts(p.Value));
            return fits ? null : $"no map of fields to texts: {root}";
        }

        return OpenApi.Check(root, schema);
    }
}
