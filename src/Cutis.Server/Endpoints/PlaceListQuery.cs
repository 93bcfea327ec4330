using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Cutis.Platform.Datasets;
using Cutis.Server.Http;
using Cutis.Server.Http.Requests;

namespace Cutis.Server.Endpoints;

/// <summary>The query of a list of datasets, subjects or batches.</summary>
[RefusesUnknownKeys("parameter")]
internal sealed record PlaceListQuery : PageQuery
{
    [AllowedValues("-creation_time", "creation_time", "name", "-name"), DefaultValue("-creation_time"), JsonPropertyOrder(-2)]
    public string Ordering { get; init; } = "";

    public ListQuery ToListQuery() =>
        new(
            Search,
            Ordering switch
            {
                "creation_time" => ListOrder.OldestFirst,
                "name" => ListOrder.Name,
                "-name" => ListOrder.NameDescending,
                _ => ListOrder.NewestFirst,
            },
            Skipped,
            Size
        );
}
