using Cutis.Platform.Storage;

namespace Cutis.Server.Http;

/// <summary>Reads bodies without ever holding more than has come, or more than is allowed.</summary>
internal static class Body
{
    // Clients that send slowly are many; beyond this they wait on the disk.
    private const int MaxBytesInMemory = 64 << 10;

    /// <summary>Whether a request has a body that is not empty, or whose length is not known before it ends.</summary>
    public static bool HasBody(this HttpRequest request) =>
        request.ContentLength > 0 || (request.ContentLength is null && request.Headers.TransferEncoding.Count > 0);

    /// <summary>The whole body in memory, for small ones; null when it is longer than allowed.</summary>
    public static async Task<byte[]?> ReadAsync(HttpRequest request, long maxBytes, CancellationToken stop)
    {
        if (request.ContentLength > maxBytes)
            return null;
        await using var content = new ClientStream(request);
        using var chunks = new PooledChunks();
        while (chunks.Length <= Math.Min(maxBytes, MaxBytesInMemory))
        {
            var read = await content.ReadAsync(chunks.Free, stop);
            if (read == 0)
                return chunks.ToArray();
            chunks.Advance(read);
        }

        if (chunks.Length > maxBytes)
            return null;
        content.PutBack(chunks.ToArray());
        await using var staged = await request
            .HttpContext.RequestServices.GetRequiredService<IObjectStore>()
            .StageAsync(content, maxBytes, stop);
        return staged is null ? null : await staged.ReadAllAsync(stop);
    }

    /// <summary>The whole body as a temporary file; null when it is longer than allowed.</summary>
    public static async Task<StagedObject?> StageAsync(HttpRequest request, long maxBytes, IObjectStore store, CancellationToken stop)
    {
        if (request.ContentLength > maxBytes)
            return null;
        await using var content = new ClientStream(request);
        return await store.StageAsync(content, maxBytes, stop);
    }
}
