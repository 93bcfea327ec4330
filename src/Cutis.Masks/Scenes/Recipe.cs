using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Cutis.Masks.Colours;

namespace Cutis.Masks.Scenes;

/// <summary>The two photos of an image on which masks can be drawn.</summary>
public enum Frame
{
    /// <summary>The photo as uploaded.</summary>
    Original,

    /// <summary>The restored photo, with the face aligned.</summary>
    Restored,
}

/// <summary>The names of frames in JSON.</summary>
public static class Frames
{
    /// <summary>The <c>image_type</c> of a frame.</summary>
    public static string ImageType(this Frame frame) => frame == Frame.Original ? "original" : "restored";
}

/// <summary>
/// Everything that determines a masked picture. Equal recipes give equal bytes on every machine, and any change is another recipe, so that
/// rendered pictures never have to be invalidated.
/// </summary>
/// <param name="PhotoDigest">SHA-256 of the photo's bytes, lower-case hexadecimal; or a <see cref="BlankDigest"/>.</param>
/// <param name="Frame">Which photo of the image that is.</param>
/// <param name="MasksDigest">SHA-256 of the stored mask set, lower-case hexadecimal; empty when there is none.</param>
/// <param name="Style">The style with all defaults applied.</param>
public sealed record Recipe(string PhotoDigest, Frame Frame, string MasksDigest, MaskStyle Style)
{
    /// <summary>Rises whenever the same scene would give other bytes than before.</summary>
    public const int CurrentRenderer = 5;

    private const string Blank = "blank-";

    /// <summary>
    /// The renderer for which the recipe was written. An older recipe is drawn by the current renderer, under its own key and another
    /// <see cref="Tag"/>.
    /// </summary>
    public int Renderer { get; init; } = CurrentRenderer;

    /// <summary>Further mask sets, drawn over the first one in order: several algorithms on one picture.</summary>
    public ImmutableArray<RecipeMasks> More { get; init; } = [];

    /// <summary>The output options.</summary>
    public OutputOptions Output { get; init; } = OutputOptions.Default;

    /// <summary>All mask sets in the order of drawing.</summary>
    public IEnumerable<RecipeMasks> All => MasksDigest.Length == 0 ? More : More.Prepend(new RecipeMasks(MasksDigest, Style));

    /// <summary>What stands in the place of a digest where the photo was deleted: its size, for masks without a photo.</summary>
    public static string BlankDigest(int width, int height) => string.Create(CultureInfo.InvariantCulture, $"{Blank}{width}x{height}");

    /// <summary>The size of a photo that was deleted; null for a recipe that has a photo.</summary>
    public (int Width, int Height)? BlankSize
    {
        get
        {
            if (!PhotoDigest.StartsWith(Blank, StringComparison.Ordinal) || PhotoDigest[Blank.Length..].Split('x') is not [var w, var h])
                return null;
            return
                int.TryParse(w, NumberStyles.None, CultureInfo.InvariantCulture, out var width)
                && int.TryParse(h, NumberStyles.None, CultureInfo.InvariantCulture, out var height)
                ? (width, height)
                : null;
        }
    }

    /// <summary>The recipe of a photo without masks: the photo as the options show it.</summary>
    public static Recipe WithoutMasks(string photoDigest, Frame frame, OutputOptions output) =>
        new(photoDigest, frame, "", new MaskStyle([], MaskStyle.DefaultLineThickness, false)) { Output = output };

    /// <summary>
    /// The recipe in its canonical form: UTF-8 JSON with fixed keys in a fixed order, and numbers in their shortest form.
    /// </summary>
    public byte[] ToCanonicalUtf8()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("renderer", Renderer);
            json.WriteString("photo", PhotoDigest);
            json.WriteString("frame", Frame.ImageType());
            new RecipeMasks(MasksDigest, Style).Write(json);
            if (!More.IsEmpty)
            {
                json.WriteStartArray("more");
                foreach (var masks in More)
                {
                    json.WriteStartObject();
                    masks.Write(json);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            }

            if (Output != OutputOptions.Default)
            {
                json.WriteStartObject("output");
                Output.Write(json);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    /// <summary>The key of the picture: SHA-256 of the canonical form, lower-case hexadecimal.</summary>
    public string Key => Convert.ToHexStringLower(SHA256.HashData(ToCanonicalUtf8()));

    /// <summary>
    /// The key of what takes time to draw: that of the recipe without its colours, its legend and the quality of its file. Recipes of equal
    /// shapes take about equally long.
    /// </summary>
    public string ShapesKey
    {
        get
        {
            return (
                this with
                {
                    Renderer = CurrentRenderer,
                    Style = Style.Uncoloured,
                    More = [.. More.Select(masks => masks with { Style = masks.Style.Uncoloured })],
                    Output = Output with { Legend = null, LegendRows = [], Quality = null },
                }
            ).Key;
        }
    }

    /// <summary>
    /// The entity tag of the picture's bytes, without quotes: the key, followed by the current renderer if the recipe was written for
    /// another one, because the bytes may differ from those that a client has cached.
    /// </summary>
    public string Tag => Renderer == CurrentRenderer ? Key : string.Create(CultureInfo.InvariantCulture, $"{Key}-{CurrentRenderer}");

    /// <summary>Parses the canonical form.</summary>
    /// <returns>Null when the text is not the canonical form of a recipe.</returns>
    public static Recipe? Parse(ReadOnlySpan<byte> canonical)
    {
        try
        {
            var reader = new Utf8JsonReader(canonical);
            using var document = JsonDocument.ParseValue(ref reader);
            var root = document.RootElement;
            var first = RecipeMasks.Read(root);
            var recipe = new Recipe(
                root.GetProperty("photo").GetString() ?? "",
                root.GetProperty("frame").GetString() == Frame.Original.ImageType() ? Frame.Original : Frame.Restored,
                first.Digest,
                first.Style
            )
            {
                Renderer = root.GetProperty("renderer").GetInt32(),
                More = root.TryGetProperty("more", out var more) ? [.. more.EnumerateArray().Select(RecipeMasks.Read)] : [],
                Output = root.TryGetProperty("output", out var output) ? OutputOptions.Read(output) : OutputOptions.Default,
            };
            return canonical.SequenceEqual(recipe.ToCanonicalUtf8()) ? recipe : null;
        }
        catch (Exception e)
            when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Encoding.UTF8.GetString(ToCanonicalUtf8());
}
