using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Cutis.Server.Http.Contract;

/// <summary>What the description of the API says of itself.</summary>
internal sealed class DocumentRules : IOpenApiDocumentTransformer
{
    private const string Scheme = "bearer";

    private static readonly (string Name, string Description)[] Tags =
    [
        ("Accounts", "Signing in, and private tokens."),
        ("Companies", "Companies and their members."),
        ("Datasets", "What belongs to one app or study, and what is computed there."),
        ("Subjects", "People, and the batches of photos that are taken of them."),
        ("Rasterisation", "Masks drawn on photos."),
        ("Images", "Photos, with a quick way to upload them."),
        ("Results", "What algorithms found: bring your own masks."),
        ("Analysis", "The built-in analysis: image measurement, not a diagnosis."),
        ("Privacy", "Issued URLs, the audit log, and receipts of erasures."),
        ("Files", "Pictures behind signed URLs; no token is needed."),
        ("Health", "For load balancers and supervisors."),
    ];

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Cutis",
            Version = "1",
            Description =
                "Draws skin-analysis masks on photos, on your own machine. Rasterisation follows the public Haut.AI contract; what Cutis "
                + "adds to an answer is under `feedback`. Paths work with and without the slash at the end.",
            License = new OpenApiLicense { Name = "Apache-2.0", Identifier = "Apache-2.0" },
        };
        document.Servers = null;
        WriteSlashes(document);
        document.Tags = new HashSet<OpenApiTag>(Tags.Select(tag => new OpenApiTag { Name = tag.Name, Description = tag.Description }));
        document.AddComponent<IOpenApiSecurityScheme>(
            Scheme,
            new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "A private token, or the access token of a session.",
            }
        );
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, document)] = [] }];
        return Task.CompletedTask;
    }

    // The framework takes the slash at the end away, and the contract has it.
    private static void WriteSlashes(OpenApiDocument document)
    {
        var paths = new OpenApiPaths();
        foreach (var (path, item) in document.Paths)
        {
            var isOfContract = path.StartsWith("/api/", StringComparison.Ordinal) || path.StartsWith("/service/", StringComparison.Ordinal);
            paths.Add(isOfContract ? path + "/" : path, item);
        }

        document.Paths = paths;
    }
}
