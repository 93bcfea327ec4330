using System.Collections.Immutable;
using Cutis.Masks.Colours;
using Cutis.Masks.Results;
using Cutis.Masks.Scenes;
using Cutis.Platform.Storage;

namespace Cutis.Platform.Rendering;

/// <summary>
/// Chooses how the masks of an entry are drawn. The colours of the contract are fixed; in the adaptive style masks without a colour of
/// their own, and those of the built-in analysis, contrast with the skin that they lie on. All of it is known without the photo.
/// </summary>
internal static class MaskStyles
{
    /// <summary>The adaptive style.</summary>
    public const string Adaptive = "adaptive";

    /// <summary>The colours and sizes of the contract.</summary>
    public const string Contract = "contract";

    /// <summary>The style of an entry.</summary>
    /// <param name="options">The entry.</param>
    /// <param name="masks">Its masks.</param>
    /// <param name="photo">The photo they are drawn on.</param>
    /// <param name="faces">What is known of the face in it, or null.</param>
    /// <param name="face">Its box in the photo, or null.</param>
    /// <param name="unasked">The style where the entry asks for none.</param>
    public static MaskStyle Create(
        MaskOptions options,
        StoredMasks masks,
        StoredPhoto photo,
        StoredFaces? faces,
        StoredBox? face,
        string unasked
    )
    {
        var plain = CreateContract(options, masks);
        // Colours of the request are drawn as the contract says, with nothing added to them.
        if ((options.Style ?? unasked) == Contract || !options.Fill.Colours.IsEmpty)
            return plain;
        var scale = Scale(options, photo, face);
        var (fills, looks) = (plain.Fills.ToBuilder(), ImmutableArray.CreateBuilder<MaskLook?>());
        for (var i = 0; i < masks.Masks.Length; i++)
        {
            var mask = masks.Masks[i];
            looks.Add(null);
            if (HasColour(mask) || KindOf(mask) is not { } kind)
                continue;
            (fills[i], var look) = AdaptiveStyle.Create(
                options.Algorithm!.Value,
                mask.TechName,
                i,
                kind,
                (mask.Ground ?? faces?.Skin)?.Value,
                options.ConcentricLines,
                scale
            );
            looks[i] = Asked(look, options, kind);
        }

        var style = plain with { Fills = fills.ToImmutable(), Looks = looks.Any(look => look is not null) ? looks.ToImmutable() : [] };
        return style.Layers > SceneLimits.MaxLayers ? plain : style;
    }

    /// <summary>The style of an entry as the contract has it.</summary>
    public static MaskStyle CreateContract(MaskOptions options, StoredMasks masks) =>
        new(
            [.. masks.Masks.Select((m, i) => options.Fill.FillOf(i, options.Algorithm!.Value, m.TechName, OwnFill(m), OwnScale(m)))],
            options.LineThickness ?? MaskStyle.DefaultLineThickness,
            options.ConcentricLines
        )
        {
            Outline = options.Picture.Outline,
        };

    /// <summary>The kind of a mask; null for a name that no kind has.</summary>
    public static MaskKind? KindOf(StoredMask mask) => MaskKinds.WireNames.IndexOf(mask.MaskType) is >= 0 and var i ? (MaskKind)i : null;

    // What a client or a plug-in says of colours is kept; the built-in analysis says those of the contract, for clients that draw.
    private static bool HasColour(StoredMask mask) => mask.Ground is null && (mask.Fill is not null || mask.Scale is not null);

    private static MaskLook Asked(MaskLook look, MaskOptions options, MaskKind kind)
    {
        if (options.LineThickness is { } thickness)
            look = look with { Line = thickness };
        // The outline of a request takes the place of ours.
        return options.Picture.Outline is null || kind == MaskKind.Polyline ? look : look with { Edge = null, Rim = null };
    }

    private static MarkScale Scale(MaskOptions options, StoredPhoto photo, StoredBox? face)
    {
        var longer = Math.Max(photo.Width, photo.Height);
        double? share = face is null ? null : Math.Max(face.Width * photo.Width, face.Height * photo.Height) / longer;
        return MarkScale.Create(share, Math.Min(longer, options.Picture.Output.MaxSide ?? longer));
    }

    private static ScaleFill? OwnScale(StoredMask mask) =>
        mask.Scale is { } text && Fill.TryParse(text, out var fill) ? fill as ScaleFill : null;

    private static CssColour? OwnFill(StoredMask mask) => mask.Fill is { } text && CssColour.TryParse(text, out var colour) ? colour : null;
}
