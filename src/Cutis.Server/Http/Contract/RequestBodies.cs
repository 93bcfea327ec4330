using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Cutis.Server.Http.Contract;

/// <summary>Tells the framework of bodies that routes read themselves, so that it makes their schemas.</summary>
internal sealed class RequestBodies : IApiDescriptionProvider
{
    /// <inheritdoc/>
    public int Order => 0;

    /// <inheritdoc/>
    public void OnProvidersExecuting(ApiDescriptionProviderContext context)
    {
        foreach (var description in context.Results)
        {
            if (description.ActionDescriptor.EndpointMetadata.OfType<RequestBody>().FirstOrDefault() is not { Type: { } type } body)
                continue;
            description.ParameterDescriptions.Add(
                new ApiParameterDescription
                {
                    Name = "body",
                    Source = BindingSource.Body,
                    Type = type,
                    IsRequired = body.IsRequired,
                }
            );
            foreach (var contentType in body.ContentTypes)
                description.SupportedRequestFormats.Add(new ApiRequestFormat { MediaType = contentType });
        }
    }

    /// <inheritdoc/>
    public void OnProvidersExecuted(ApiDescriptionProviderContext context) { }
}
