using Cutis.Masks.Scenes;
using Cutis.Platform.Analysis;
using Cutis.Platform.Datasets;
using Cutis.Platform.Storage;
using Cutis.Platform.Urls;
using Microsoft.EntityFrameworkCore;

namespace Cutis.Platform.Reports;

/// <summary>The use case of the results of a batch: the parameters of its images, with pictures that fit one another.</summary>
internal sealed class BatchReports(CutisDb db, MaskPictures masks, ImageUrls urls)
{
    private static readonly string[] Open = [JobStates.Queued, JobStates.Running];

    /// <summary>The report of a batch of the current company, as far as it is computed.</summary>
    /// <param name="root">The beginning of URLs.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="stop">Ends the work early.</param>
    public async Task<BatchReport> CreateAsync(string root, ImageBatch batch, CancellationToken stop)
    {
        var sides = await SidesAsync(batch, stop);
        var parameters = new Dictionary<string, SkinParameter?>();
        foreach (var source in ParameterSource.All)
            parameters[source.Name] = await ParameterAsync(root, source, sides, stop);
        var runs = await db.DatasetApplications.AsNoTracking().Where(a => a.DatasetId == batch.DatasetId).ToListAsync(stop);
        var run = runs.Find(a => a.ApplicationId == Application.Metrics3.Id) ?? runs.FirstOrDefault();
        var pictures = sides.ToDictionary(side => side.Name, side => Pictures(root, side.Image));
        return new BatchReport(
            batch.Id,
            batch.SubjectId,
            SkinParameters.Create(parameters),
            [],
            await IsDoneAsync(sides, stop),
            run?.RunId,
            CanWatchPredictedImages: true,
            pictures
        );
    }

    // The newest image of each side, the front first.
    private async Task<List<Side>> SidesAsync(ImageBatch batch, CancellationToken stop)
    {
        var images = await db.Images.AsNoTracking().Where(i => i.BatchId == batch.Id && i.ErasedAt == null).ToListAsync(stop);
        var newest = images
            .GroupBy(i => i.SideId ?? Dictionaries.Front)
            .Select(g => g.OrderByDescending(i => i.CreatedAt).ThenByDescending(i => i.Id).First())
            .OrderBy(i => i.SideId)
            .ToList();
        var ids = newest.ConvertAll(i => i.Id);
        var results = await db.Results.AsNoTracking().Where(r => ids.Contains(r.ImageId)).ToListAsync(stop);
        return newest.ConvertAll(image => new Side(
            Dictionaries.Sides.Find(image.SideId)?.TechName ?? "front",
            image,
            results.Where(r => r.ImageId == image.Id).ToDictionary(r => r.Algorithm, StringComparer.Ordinal)
        ));
    }

    private async Task<bool> IsDoneAsync(List<Side> sides, CancellationToken stop)
    {
        var subjects = sides.ConvertAll(side => AnalysisJob.SubjectOf(side.Image.Id));
        var jobs = await db
            .Jobs.Where(j => j.Kind == AnalysisJob.Kind && j.Subject != null && subjects.Contains(j.Subject))
            .Select(j => new { j.Subject, j.State })
            .ToListAsync(stop);
        return sides.Count > 0
            && !jobs.Exists(j => Open.Contains(j.State))
            && sides.TrueForAll(side => side.Results.Count > 0 || jobs.Exists(j => j.Subject == AnalysisJob.SubjectOf(side.Image.Id)));
    }

    private async Task<SkinParameter?> ParameterAsync(string root, ParameterSource source, List<Side> sides, CancellationToken stop)
    {
        var measured = sides.Where(side => side.Find(source) is not null).ToList();
        if (measured.Count == 0)
            return null;
        var metrics = EnvelopeMetrics.Read(measured[0].Find(source)!.Envelope);
        var (face, tag) = (Area(metrics, source, "face"), metrics.Text("face", source.Own));
        var own = metrics.Number("face", source.Own);
        var (png, svg) = (new Dictionary<string, SidePictures>(), new Dictionary<string, SidePictures>());
        foreach (var side in measured)
        {
            var result = side.Find(source)!;
            if (await masks.CreateAsync(root, side.Image, result, source.Masks, PictureFormat.Photo, stop) is not { } pictures)
                continue;
            png[side.Name] = pictures;
            svg[side.Name] = (await masks.CreateAsync(root, side.Image, result, source.Masks, PictureFormat.Svg, stop))!;
        }

        if (face == Nothing && tag is null && own is null && png.Count == 0)
            return null;
        return new SkinParameter
        {
            Score = face.Score,
            Grade = (int?)metrics.Number("face", source.Grade) ?? face.Grade,
            Tag = tag ?? face.Tag,
            Amount = face.Amount,
            Density = face.Density,
            Age = source.Name == "age" ? own : null,
            EyesAge = source.Name == "eyes_age" ? own : null,
            Ita = source.Name == "ita" ? own : null,
            Areas = ParameterSource.Areas.ToDictionary(
                a => a.Area,
                a => a.Names.Select(name => Area(metrics, source, name)).FirstOrDefault(found => found != Nothing) ?? Nothing
            ),
            Masks = png,
            MasksSvg = svg,
        };
    }

    private static AreaParameter Nothing { get; } = new(null, null, null, null, null);

    private static AreaParameter Area(EnvelopeMetrics metrics, ParameterSource source, string area)
    {
        var score = metrics.Number(area, source.Score);
        (int? grade, string? tag) = score is { } value ? Grades.Of(value) : default;
        var percent = metrics.Number(area, source.Density);
        return new AreaParameter(score, grade, tag, metrics.Number(area, source.Amount), percent is { } p ? Math.Round(10 * p, 3) : null);
    }

    private SidePictures Pictures(string root, Image image)
    {
        var expires = urls.Expiry();
        string? Url(string? digest, string name) =>
            string.IsNullOrEmpty(digest) ? null : urls.Sign(root, image, FilePaths.Photo(image.CompanyId, image.Id, digest, name), expires);
        string? Photo(StoredPhoto? photo, Frame frame) => Url(photo?.Digest, FileNames.ForPhoto(frame, photo?.MediaType ?? ""));
        return new SidePictures(
            Photo(image.Original, Frame.Original),
            Photo(image.Restored, Frame.Restored),
            Url(image.Restored?.Anonymised?.Digest, FileNames.Anonymised)
        );
    }

    private sealed record Side(string Name, Image Image, Dictionary<string, Result> Results)
    {
        public Result? Find(ParameterSource source)
        {
            var result = source.Algorithm is { } name ? Results.GetValueOrDefault(name) : null;
            return result?.Error is null ? result : null;
        }
    }
}
