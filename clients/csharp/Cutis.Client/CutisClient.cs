using System;
using System.Net;
using System.Net.Http.Headers;

namespace Cutis.Client;

/// <summary>
/// A client of one company on a Cutis server: uploads photos, waits for their analysis, and fetches masks. <see cref="Api"/> has every
/// endpoint.
/// It may be used by many threads at once, and one is enough for a program.
/// </summary>
public sealed class CutisClient : IDisposable
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(250);

    private readonly HttpClient _http;
    private readonly HttpClient _files;

    private CutisClient(Uri server, Guid company, HttpMessageHandler handler, HttpMessageHandler files)
    {
        _http = new HttpClient(handler) { BaseAddress = AtRoot(server), Timeout = TimeSpan.FromMinutes(5) };
        // Signed URLs need no token, and are given none.
        _files = new HttpClient(files) { Timeout = TimeSpan.FromMinutes(5) };
        Api = new CutisApi(_http);
        Company = company;
    }

    /// <summary>A client with a private token, as backends have it.</summary>
    /// <param name="server">Where the server is, such as <c>https://masks.example.org</c>.</param>
    /// <param name="company">The company that the client works for.</param>
    /// <param name="token">The private token.</param>
    public CutisClient(Uri server, Guid company, string token)
        : this(server, company, new TokenHandler(token), new SocketsHttpHandler()) { }

    /// <summary>Every endpoint of the API.</summary>
    public CutisApi Api { get; }

    /// <summary>The company that the client works for.</summary>
    public Guid Company { get; }

    /// <summary>Signs in with a password. The client refreshes its token for as long as it is used.</summary>
    /// <param name="server">Where the server is.</param>
    /// <param name="user">The user name, which is an e-mail address.</param>
    /// <param name="password">The password.</param>
    /// <param name="clock">The clock; that of the machine when null.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ApiException">The password is wrong, or the server does not answer as one.</exception>
    public static async Task<CutisClient> LogInAsync(
        Uri server,
        string user,
        string password,
        TimeProvider? clock = null,
        CancellationToken cancellationToken = default
    )
    {
        using var http = new HttpClient { BaseAddress = AtRoot(server) };
        var login = new LoginRequest { Username = user, Password = password };
        var session = await new CutisApi(http).AuthLoginAsync(login, cancellationToken).ConfigureAwait(false);
        if (session.CompanyId is not { } company)
            throw new InvalidOperationException($"{user} belongs to no company.");
        var handler = new SessionHandler(AtRoot(server), session, clock ?? TimeProvider.System);
        return new CutisClient(server, company, handler, new SocketsHttpHandler());
    }

    /// <summary>Uploads a photo that belongs to no subject.</summary>
    /// <param name="photo">A JPEG or PNG of at most 30 MiB.</param>
    /// <param name="name">A name of the image.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task<Image> UploadAsync(Stream photo, string name = "image", CancellationToken cancellationToken = default) =>
        Api.UploadImageAsync(Company, new FileParameter(photo, name, "application/octet-stream"), name, cancellationToken);

    /// <summary>Uploads a photo of a subject: announces it, and sends it to the signed URL of the answer.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="photo">A JPEG or PNG of at most 30 MiB.</param>
    /// <param name="about">Its side, name, batch and time; of the front, in a new batch, now, when null.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The image, with <see cref="Image.BatchId"/>.</returns>
    public async Task<Image> UploadAsync(
        Guid subject,
        Stream photo,
        SignedUpload? about = null,
        CancellationToken cancellationToken = default
    )
    {
        var image = await Api.AnnounceImageAsync(Company, subject, about ?? new SignedUpload(), cancellationToken).ConfigureAwait(false);
        using var request = new HttpRequestMessage(new HttpMethod(image.Method!), image.Url) { Content = new StreamContent(photo) };
        foreach (var (key, value) in image.Headers!)
            if (!request.Headers.TryAddWithoutValidation(key, value))
                request.Content.Headers.TryAddWithoutValidation(key, value);
        using var response = await _files.SendAsync(request, cancellationToken).ConfigureAwait(false);
        await CheckAsync(response, cancellationToken).ConfigureAwait(false);
        return image;
    }

    /// <summary>Has an image analysed, and waits until that has ended.</summary>
    /// <param name="image">The image.</param>
    /// <param name="algorithms">Names of algorithms; all when empty.</param>
    /// <param name="cancellationToken">Stops the waiting; the analysis goes on.</param>
    /// <exception cref="AnalysisFailedException">The analysis has failed. A photo without a face is no failure: <see
    /// cref="Compute.Faces"/> is
    /// 0 then.</exception>
    public async Task<Compute> AnalyseAsync(
        Guid image,
        IEnumerable<string>? algorithms = null,
        CancellationToken cancellationToken = default
    )
    {
        var body = new ComputeRequest { Algorithms = algorithms?.ToList() };
        await Api.StartComputeAsync(Company, image, body, cancellationToken).ConfigureAwait(false);
        return await WaitAsync(image, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Waits until the analysis of an image has ended that was asked for before.</summary>
    /// <param name="image">The image.</param>
    /// <param name="cancellationToken">Stops the waiting; the analysis goes on.</param>
    /// <exception cref="AnalysisFailedException">The analysis has failed.</exception>
    public async Task<Compute> WaitAsync(Guid image, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var compute = await Api.GetComputeAsync(Company, image, cancellationToken).ConfigureAwait(false);
            if (compute.Status == ComputeStatus.Failed)
                throw new AnalysisFailedException(compute);
            if (compute.Status == ComputeStatus.Done)
                return compute;
            await Task.Delay(Between, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Masks of an image on its photo, one for each algorithm: a signed URL of the picture, and metrics.</summary>
    /// <param name="image">The image.</param>
    /// <param name="algorithms">Names of algorithms, such as <c>lines</c>.</param>
    public Task<IReadOnlyList<MaskAnswer>> MasksAsync(Guid image, params IEnumerable<string> algorithms) =>
        MasksAsync(
            new MaskRequest { ImageId = image, Masks = [.. algorithms.Select(name => new MaskOptions { AlgorithmTechName = name })] }
        );

    /// <summary>Masks as they are asked for, with colours, thicknesses, and on which photo.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<IReadOnlyList<MaskAnswer>> MasksAsync(MaskRequest request, CancellationToken cancellationToken = default) =>
        [.. await Api.ApplyMaskV4HttpAsync(Company, request, cancellationToken).ConfigureAwait(false)];

    /// <summary>The picture or the photo behind a signed URL.</summary>
    /// <param name="url">The URL, of an answer or of a webhook.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ApiException">The URL has expired, was revoked, or its image was erased.</exception>
    public async Task<byte[]> DownloadAsync(Uri url, CancellationToken cancellationToken = default)
    {
        using var response = await _files.GetAsync(url, cancellationToken).ConfigureAwait(false);
        await CheckAsync(response, cancellationToken).ConfigureAwait(false);
        return await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _http.Dispose();
        _files.Dispose();
    }

    // So that relative paths go below the path of the server.
    private static Uri AtRoot(Uri server) => server.AbsoluteUri.EndsWith('/') ? server : new Uri(server.AbsoluteUri + "/");

    private static async Task CheckAsync(HttpResponseMessage response, CancellationToken stop)
    {
        if (response.StatusCode == HttpStatusCode.OK)
            return;
        var said = await response.Content.ReadAsStringAsync(stop).ConfigureAwait(false);
        var headers = response.Headers.ToDictionary(h => h.Key, h => h.Value, StringComparer.OrdinalIgnoreCase);
        throw new ApiException(said, (int)response.StatusCode, said, headers, null);
    }

    private sealed class TokenHandler(string token) : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
