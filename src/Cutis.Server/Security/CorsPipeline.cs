using Microsoft.Net.Http.Headers;

namespace Cutis.Server.Security;

/// <summary>Answers the questions of browsers whether a page of another origin may call.</summary>
internal static class CorsPipeline
{
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(10);

    /// <summary>Lets in the origins of the settings. Cookies are not: a session of the console stays with the console.</summary>
    public static void UseOrigins(this WebApplication app)
    {
        var origins = app.Services.GetRequiredService<CorsOptions>().List;
        if (origins.Length == 0)
            return;
        app.UseCors(policy =>
            policy
                .WithOrigins(origins)
                .AllowAnyHeader()
                .AllowAnyMethod()
                .WithExposedHeaders(HeaderNames.RetryAfter, HeaderNames.ETag, HeaderNames.Location, HeaderNames.ContentRange)
                .SetPreflightMaxAge(Remembered)
        );
    }
}
