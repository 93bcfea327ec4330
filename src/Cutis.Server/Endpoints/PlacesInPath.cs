using Cutis.Platform.Datasets;
using Cutis.Platform.Errors;
using Cutis.Platform.Images;
using Cutis.Platform.Storage;
using Cutis.Server.Http.Requests;

namespace Cutis.Server.Endpoints;

/// <summary>Finds the dataset that a path names; 404, or 410 when it was erased.</summary>
internal sealed class DatasetInPath : IPathFinder<Dataset>
{
    public static Task<(Dataset? Found, ServiceError? Error)> FindAsync(HttpContext http) =>
        http.RequestServices.GetRequiredService<DatasetService>().FindAsync(http.Named("dataset"), http.RequestAborted);
}

/// <summary>Finds the subject that a path names, in the dataset if it names that too.</summary>
internal sealed class SubjectInPath : IPathFinder<Subject>
{
    public static async Task<(Subject? Found, ServiceError? Error)> FindAsync(HttpContext http)
    {
        var subjects = http.RequestServices.GetRequiredService<SubjectService>();
        if (!http.Request.RouteValues.ContainsKey("dataset"))
            return await subjects.FindAsync(http.Named("subject"), http.RequestAborted);
        var (dataset, error) = await DatasetInPath.FindAsync(http);
        return dataset is null ? (null, error) : await subjects.FindAsync(dataset, http.Named("subject"), http.RequestAborted);
    }
}

/// <summary>Finds the batch that a path names, of the subject if it names that too.</summary>
internal sealed class BatchInPath : IPathFinder<ImageBatch>
{
    public static async Task<(ImageBatch? Found, ServiceError? Error)> FindAsync(HttpContext http)
    {
        var batches = http.RequestServices.GetRequiredService<BatchService>();
        if (!http.Request.RouteValues.ContainsKey("subject"))
            return await batches.FindAsync(http.Named("batch"), http.RequestAborted);
        var (subject, error) = await SubjectInPath.FindAsync(http);
        return subject is null ? (null, error) : await batches.FindAsync(subject, http.Named("batch"), http.RequestAborted);
    }
}

/// <summary>Finds the image that a path names, in the batch that it names.</summary>
internal sealed class BatchImageInPath : IPathFinder<Image>
{
    public static async Task<(Image? Found, ServiceError? Error)> FindAsync(HttpContext http)
    {
        var (batch, error) = await BatchInPath.FindAsync(http);
        if (batch is null)
            return (null, error);
        (var image, error) = await ImageInPath.FindAsync(http);
        return image is null || image.BatchId == batch.Id ? (image, error) : (null, ServiceError.ImageNotFound);
    }
}

/// <summary>Parts of paths.</summary>
internal static class PathParts
{
    /// <summary>What stands for a part of the path.</summary>
    public static string Named(this HttpContext http, string part) => (string)http.Request.RouteValues[part]!;
}
