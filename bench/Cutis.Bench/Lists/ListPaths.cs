using System;

namespace Cutis.Bench.Lists;

/// <summary>Everything that lists or reads, each with the paths that are asked for in turn.</summary>
internal static class ListPaths
{
    public static IEnumerable<(string Name, IReadOnlyList<string> Paths)> All(
        string companyId,
        Place place,
        IReadOnlyList<(string Subject, string Batch, string Image)> sample,
        int images
    )
    {
        var company = $"/api/v1/companies/{companyId}";
        var dataset = $"{company}/datasets/{place.Dataset}";
        IReadOnlyList<string> Of(Func<string, string, string, string> path) => [.. sample.Select(s => path(s.Subject, s.Batch, s.Image))];
        IReadOnlyList<string> One(string path) => [path];
        var last = images / 20;

        yield return ("images: first page", One($"{company}/images/?page_size=20"));
        yield return ("images: last page", One($"{company}/images/?page_size=20&page={last}"));
        yield return ("images: by name", One($"{company}/images/?ordering=name&page_size=20"));
        yield return ("images: search", One($"{company}/images/?q=photo+77"));
        yield return ("images: search without a find", One($"{company}/images/?q=nothing"));
        yield return ("images of a dataset", One($"{company}/images/?dataset_id={place.Dataset}&page_size=20"));
        yield return ("images of a side", One($"{company}/images/?side_id=1&page_size=20"));
        yield return ("images of a subject", Of((s, _, _) => $"{company}/images/?subject_id={s}"));
        yield return ("images of a batch", Of((_, b, _) => $"{company}/images/?batch_id={b}"));
        yield return ("images in a batch", Of((s, b, _) => $"{dataset}/subjects/{s}/batches/{b}/images/"));
        yield return ("one image", Of((_, _, i) => $"{company}/images/{i}/"));
        yield return ("one image in its batch", Of((s, b, i) => $"{dataset}/subjects/{s}/batches/{b}/images/{i}/"));
        yield return ("an analysis", One($"{company}/images/{place.Image}/compute/"));
        yield return ("what is stored for an image", Of((_, _, i) => $"{company}/images/{i}/results/"));
        yield return ("a whole result", Of((_, _, i) => $"{company}/images/{i}/results/pores/"));
        yield return ("results of an image with masks", Of((s, b, i) => $"{dataset}/subjects/{s}/batches/{b}/images/{i}/results/"));
        yield return ("smoothed results", Of((s, b, i) => $"{dataset}/subjects/{s}/batches/{b}/images/{i}/smoothed_results/"));
        yield return ("results of a batch (v3)", Of((_, b, _) => $"/api/v3/companies/{companyId}/batches/{b}/results/"));
        yield return ("aux images", Of((_, _, i) => $"{company}/images/{i}/aux_images/"));
        yield return ("datasets", One($"{company}/datasets/"));
        yield return ("one dataset", One($"{dataset}/"));
        yield return ("subjects: first page", One($"{dataset}/subjects/?page_size=20"));
        yield return ("subjects: last page", One($"{dataset}/subjects/?page_size=20&page={Math.Max(1, last / 10)}"));
        yield return ("subjects: by name", One($"{dataset}/subjects/?ordering=name&page_size=20"));
        yield return ("subjects: search", One($"{dataset}/subjects/?q=Participant+77"));
        yield return ("one subject", Of((s, _, _) => $"{dataset}/subjects/{s}/"));
        yield return ("batches of a subject", Of((s, _, _) => $"{dataset}/subjects/{s}/batches/"));
        yield return ("one batch", Of((s, b, _) => $"{dataset}/subjects/{s}/batches/{b}/"));
        yield return ("applications", One($"{company}/applications/"));
        yield return ("companies", One("/api/v1/companies/"));
        yield return ("members", One($"{company}/members/"));
        yield return ("settings", One($"{company}/settings/"));
        yield return ("private tokens", One("/api/v1/auth/private_tokens/"));
        yield return ("URLs of an image", Of((_, _, i) => $"{company}/images/{i}/urls/"));
        yield return ("receipts", One($"{company}/receipts/"));
        yield return ("webhook deliveries", One($"{dataset}/webhooks/deliveries/"));
    }
}
