using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Cutis.Analysis.Algorithms;
using Cutis.Analysis.Faces;
using Cutis.Analysis.Planes;
using Cutis.Analysis.Plugins;
using Cutis.Analysis.Skin;
using Cutis.Imaging.Core;
using Cutis.Imaging.Photos;
using Cutis.Masks.Geometry;

namespace Cutis.Analysis;

/// <summary>Options of an analysis.</summary>
public sealed record AnalysisOptions
{
    /// <summary>Maximum distance between the pupils in the restored image, in pixels. More gives more detail and takes more time.</summary>
    public double PupilDistance { get; init; } = 400;

    /// <summary>Number of threads that may share the work; results do not depend on it.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>Names of the algorithms to run; null for those of <see cref="Catalogue.Usual"/> and the plug-ins.</summary>
    public IReadOnlyCollection<string>? Algorithms { get; init; }

    /// <summary>Models of the operator; each replaces a built-in algorithm of the same name.</summary>
    public IReadOnlyList<ModelPlugin> Plugins { get; init; } = [];

    /// <summary>
    /// Whether the restored photo is the face as the analysis sees it, as that of images that were analysed before it was a square of the
    /// photo; their masks fit nothing else.
    /// </summary>
    public bool KeepsOldRestored { get; init; }

    /// <summary>Called with the name of each step as it ends: <c>faces</c>, <c>restored</c>, and every algorithm.</summary>
    public Action<string>? Done { get; init; }
}

/// <summary>The results of analysing a photo.</summary>
/// <param name="Faces">All faces, largest first; the first one was analysed.</param>
/// <param name="Restored">The aligned face and its position in the photo; null without a face.</param>
/// <param name="Answers">One answer per requested algorithm.</param>
public sealed record PhotoAnalysis(IReadOnlyList<Face> Faces, RestoredImage? Restored, ImmutableArray<AlgorithmAnswer> Answers);

/// <summary>Analyses photos of faces. This is image measurement, not a diagnosis.</summary>
public static class Analyser
{
    private const int LargePhoto = 4_000_000;

    // The share of an area that must be visible skin; otherwise a beard or a hand hides it. Eyes and brows take half of the areas around
    // them.
    private const double MinSkinShare = .2;

    /// <summary>Analyses the largest face of a photo.</summary>
    /// <param name="photo">The photo.</param>
    /// <param name="options">What to run, and how.</param>
    /// <param name="stop">Cancels the work.</param>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static PhotoAnalysis Analyse(Photo photo, AnalysisOptions options, CancellationToken stop = default)
    {
        var work = new Work(Math.Max(1, options.Workers), stop);
        IAlgorithm[] all = [.. Catalogue.All.Where(a => options.Plugins.All(p => p.TechName != a.TechName)), .. options.Plugins];
        bool IsWanted(IAlgorithm a) =>
            options.Algorithms is { } names ? names.Contains(a.TechName) : a is ModelPlugin || !Catalogue.OnRequest.ContainsKey(a.TechName);
        IAlgorithm[] wanted = [.. all.Where(IsWanted)];
        var (faces, restored, square, size) = Restore(photo, options, stop);
        var refused = NotAvailable(options);
        if (restored is null)
        {
            var none = new Refusal("no_face", "No face detected");
            return new PhotoAnalysis([], null, [.. wanted.Select(a => Refused(a, none)), .. refused]);
        }

        // The pixels of a large photo are most of what an analysis holds in memory, and they are no longer needed.
        Collect(size);
        var face = faces.All[0];
        var image = Describe(restored, square is null ? null : Encode(photo, square, face));
        // Nor is what encoding has left.
        if (square is not null)
            Collect(size);
        options.Done?.Invoke("restored");
        var frame = new SkinFrame(restored, face, size, work);
        var warnings = Warnings(faces, face);
        var answers = ImmutableArray.CreateBuilder<AlgorithmAnswer>();
        foreach (var algorithm in wanted)
        {
            stop.ThrowIfCancellationRequested();
            answers.Add(Run(algorithm, frame, image, warnings));
            options.Done?.Invoke(algorithm.TechName);
        }

        return new PhotoAnalysis(faces.All, image, [.. answers, .. refused]);
    }

    private static void Collect((int Width, int Height) photo)
    {
        if (photo.Width * photo.Height > LargePhoto)
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true);
    }

    // A separate method, so that no local variable keeps the pixels alive.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (FoundFaces Faces, RestoredFace? Restored, Square? Square, (int Width, int Height) Size) Restore(
        Photo photo,
        AnalysisOptions options,
        CancellationToken stop
    )
    {
        var picture = new Pyramid(photo.ReadRgb(stop));
        stop.ThrowIfCancellationRequested();
        var faces = FoundFaces.In(picture);
        options.Done?.Invoke("faces");
        var restored = faces.All.Count == 0 ? null : RestoredFace.Create(picture, faces.All[0], options.PupilDistance);
        var square = restored is null || options.KeepsOldRestored ? null : new Square(AlignedPhoto.Cut(picture, faces.All[0]));
        return (faces, restored is null ? null : restored.InSrgb(photo), square, (picture.Picture.Width, picture.Picture.Height));
    }

    // The pixels of the square go before the algorithms begin.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static AlignedPhoto Encode(Photo photo, Square square, Face face)
    {
        var (picture, toOriginal) = square.Take();
        return AlignedPhoto.Create(photo.ToSrgb(picture), toOriginal, face);
    }

    private static RestoredImage Describe(RestoredFace face, AlignedPhoto? aligned) =>
        new(face.Picture, face.ToOriginal, face.PixelsPerMillimetre, face.Points) { Aligned = aligned };

    /// <summary>Runs everything once on an empty picture, so that the first photo finds compiled code and loaded models.</summary>
    public static void WarmUp()
    {
        var picture = new Pyramid(new RgbImage(256, 256, new byte[256 * 256 * 3]));
        _ = FoundFaces.In(picture);
        _ = Landmarker.Find(picture, new Detection(1, new Vec(128, 128), 128, 128, new Vec(100, 110), new Vec(156, 110)));
    }

    private static AlgorithmAnswer Run(IAlgorithm algorithm, SkinFrame frame, RestoredImage image, IReadOnlyList<string> warnings)
    {
        if (algorithm.Gate.Refuse(frame) is { } refusal)
            return Refused(algorithm, refusal, warnings);
        if (algorithm.Gate.Skin && frame.Skin.Pixels.Count < 100 * frame.Unit * frame.Unit)
            return Refused(algorithm, new Refusal("no_skin", "Less than a square centimetre of bare skin is visible"), warnings);
        try
        {
            var finding = algorithm.Find(frame);
            if (algorithm.Gate.Skin)
                finding = finding.Without([.. algorithm.Areas.Where(area => frame.SkinShare(area) < MinSkinShare)]);
            if (algorithm is not ModelPlugin)
                finding = Scoring.WithUncertainty(finding);
            return new AlgorithmAnswer(algorithm.TechName, FindingResult.Create(algorithm, finding, frame, image, warnings), null);
        }
        catch (PluginException e)
        {
            return Refused(algorithm, new Refusal("plugin_failed", e.Message), warnings);
        }
    }

    private static AlgorithmAnswer Refused(IAlgorithm algorithm, Refusal refusal, IReadOnlyList<string>? warnings = null) =>
        new(
            algorithm.TechName,
            FindingResult.Refused(algorithm.TechName, algorithm.Version, algorithm.Status, refusal, warnings ?? []),
            refusal
        );

    private static IEnumerable<AlgorithmAnswer> NotAvailable(AnalysisOptions options)
    {
        foreach (var name in options.Algorithms ?? [])
        {
            if (options.Plugins.Any(p => p.TechName == name) || !Catalogue.NotAvailable.TryGetValue(name, out var reason))
                continue;
            var refusal = new Refusal("not_available", reason + "; a plug-in or an imported result can supply it");
            yield return new AlgorithmAnswer(name, FindingResult.Refused(name, 0, null, refusal, []), refusal);
        }
    }

    private static List<string> Warnings(FoundFaces faces, Face face)
    {
        var warnings = new List<string>();
        if (faces.All.Count > 1)
            warnings.Add("several_faces");
        if (face.Scale.Disagreement > .3)
            warnings.Add("uncertain_scale");
        return warnings;
    }

    /// <summary>Pixels that are given away once, so that nobody else keeps them alive.</summary>
    private sealed class Square((RgbImage Picture, Similarity ToOriginal) cut)
    {
        private (RgbImage Picture, Similarity ToOriginal)? _cut = cut;

        public (RgbImage Picture, Similarity ToOriginal) Take()
        {
            var taken = _cut!.Value;
            _cut = null;
            return taken;
        }
    }
}
