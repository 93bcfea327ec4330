using System.Net.Http.Headers;
using System.Text.Json;
using Cutis.Analysis.Algorithms;
using Cutis.Analysis.Faces;
using Cutis.Analysis.Plugins;
using Cutis.Imaging.Photos;
using Cutis.Masks.Geometry;
using Cutis.Masks.Results;
using Cutis.Platform.Errors;

namespace Cutis.Platform.Analysis;

/// <summary>
/// Asks an analyser at an address that the operator configured: the restored image, landmarks and areas go out, a result in the
/// documented shape comes back. It is checked like any imported result.
/// </summary>
internal sealed class HttpAnalyser : IDisposable
{
    private const int Quality = 92;
    private const int MaxBytes = 32 << 20;

    // Addresses are the operator's alone, so none is followed elsewhere.
    private readonly HttpClient _client = new(
        new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) }
    )
    {
        Timeout = Timeout.InfiniteTimeSpan,
        MaxResponseContentBufferSize = MaxBytes,
    };

    public async Task<AlgorithmAnswer> AnalyseAsync(
        PluginManifest manifest,
        Guid image,
        RestoredImage restored,
        (int Width, int Height) photo,
        CancellationToken stop
    )
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(TimeSpan.FromSeconds(manifest.TimeoutSeconds));
        try
        {
            using var content = new ByteArrayContent(Question(manifest, image, restored));
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            using var response = await _client.PostAsync(new Uri(manifest.Address!), content, limit.Token);
            if (!response.IsSuccessStatusCode)
                return MasksOnPhoto.Refused(manifest, $"The plug-in answered with status {(int)response.StatusCode}");
            var body = await response.Content.ReadAsByteArrayAsync(limit.Token);
            BadText.Refuse(body);
            if (!ResultJson.TryRead(body, out var read, out var mistakes, limit.Token))
                return MasksOnPhoto.Refused(manifest, Describe(mistakes[0]));
            if (!AlgorithmName.TryParse(read.AlgorithmTechName, out var name) || name.Value != manifest.TechName)
                return MasksOnPhoto.Refused(manifest, $"The plug-in answered for \"{read.AlgorithmTechName}\"");
            return new AlgorithmAnswer(manifest.TechName, read.WithMasksOnPhoto(restored, photo), null);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return MasksOnPhoto.Refused(manifest, $"The plug-in did not answer within {manifest.TimeoutSeconds:0.#} seconds");
        }
        catch (JsonException)
        {
            return MasksOnPhoto.Refused(manifest, Describe(ResultJson.NotJson));
        }
        catch (BadTextException e)
        {
            return MasksOnPhoto.Refused(manifest, Describe(new ValidationError(e.Path, e.Message)));
        }
        catch (HttpRequestException e)
        {
            return MasksOnPhoto.Refused(
                manifest,
                e.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded
                    ? $"The plug-in answered more than {MaxBytes} bytes"
                    : "The plug-in could not be reached"
            );
        }
    }

    public void Dispose() => _client.Dispose();

    private static string Describe(ValidationError mistake) =>
        mistake == ResultJson.NotJson
            ? "The plug-in did not answer JSON"
            : $"The plug-in answered a result with a mistake: {mistake.Path} {mistake.Message}";

    private static byte[] Question(PluginManifest manifest, Guid image, RestoredImage restored)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("algorithm_tech_name", manifest.TechName);
            json.WriteString("image_id", image);
            json.WriteNumber("width", restored.Picture.Width);
            json.WriteNumber("height", restored.Picture.Height);
            json.WriteNumber("pixels_per_millimetre", Math.Round(restored.PixelsPerMillimetre, 3));
            json.WriteString("media_type", "image/jpeg");
            json.WriteBase64String("image", restored.Picture.EncodeJpeg(Quality));
            json.WriteStartArray("landmarks");
            foreach (var p in restored.Points)
                WriteNumbers(json, p.X, p.Y, p.Z);
            json.WriteEndArray();
            json.WriteStartObject("areas");
            foreach (var area in RestoredImage.AreaNames)
            {
                json.WriteStartArray(area);
                foreach (var p in restored.Outline(area)!)
                    WriteNumbers(json, p.X, p.Y);
                json.WriteEndArray();
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static void WriteNumbers(Utf8JsonWriter json, params ReadOnlySpan<double> numbers)
    {
        json.WriteStartArray();
        foreach (var number in numbers)
            json.WriteNumberValue(Math.Round(number, 2));
        json.WriteEndArray();
    }
}
