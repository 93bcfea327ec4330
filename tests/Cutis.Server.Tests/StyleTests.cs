using System.Text.Json;
using Cutis.Masks.Colours;

namespace Cutis.Server.Tests;

/// <summary>The styles of masks: what is drawn by default, what of a client's is kept, and the style of the contract.</summary>
public sealed class StyleTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Area = "\"features\":[{\"geometry\":{\"type\":\"MultiPolygon\",\"coordinates\":[[[[2,1],[6,1],[6,3],[2,3]]]]}}]";
    private const string Line = "\"features\":[{\"geometry\":{\"type\":\"MultiLineString\",\"coordinates\":[[[1,2],[7,2]]]}}]";
    private const string Box = "\"mask_type\":\"polygon_mask\",\"view_box\":\"0 0 8 4\"," + Area;
    private const string Stroke = "\"mask_type\":\"polyline_mask\",\"view_box\":\"0 0 8 4\"," + Line;

    private async Task<Guid> ImageAsync(string algorithm, params string[] masks)
    {
        var image = await server.UploadAsync(Photos.GreyPng);
        var list = string.Join(',', masks.Select(mask => "{" + mask + "}"));
        await server.PutResultAsync(
            image,
            algorithm,
            $$"""
            {"algorithm_tech_name":"{{algorithm}}","area_results":[{"area_name":"face","main_metric":{"value":72.25,
            "widget_type":"bad_good_line","name":"Score","tech_name":"score"},"sub_metrics":null}],
            "masks_original":[{{list}}],"masks_restored":null}
            """
        );
        return image;
    }

    private async Task<JsonElement> OneAsync(Guid image, string algorithm, string options = "") =>
        (await server.MasksOfAsync(image, "[{\"algorithm_tech_name\":\"" + algorithm + "\"" + options + "}]", "original"))[0];

    private async Task<byte[]> PictureAsync(Guid image, string algorithm, string options = "") =>
        await server.PictureAsync(await OneAsync(image, algorithm, options));

    private static SolidFill Colour(JsonElement answer, string key, int mask = 0) =>
        Fill.TryParse(answer.GetProperty("feedback").GetProperty("masks")[mask].GetProperty(key).GetString()!, out var fill)
            ? (SolidFill)fill
            : throw new InvalidOperationException(key);

    [Fact]
    public async Task A_mask_without_a_colour_has_an_edge_that_is_told_in_the_feedback()
    {
        var image = await ImageAsync("acne", Box);
        var answer = await OneAsync(image, "acne", ",\"layer\":\"overlay\"");
        var (fill, edge) = (Colour(answer, "fill"), Colour(answer, "edge"));
        fill.Alpha.ShouldBeLessThan(0.5, "skin shows through");
        edge.Alpha.ShouldBe(1);
        var picture = await server.PictureAsync(await OneAsync(image, "acne", ",\"outline\":{\"color\":\"#fff\",\"width\":0.03}"));
        Photos.Pixel(picture, 20, 20).ShouldBe((255, 255, 255), "the outline that is asked for takes the place of the edge");
        var own = await OneAsync(image, "acne", ",\"style\":\"contract\"");
        own.GetProperty("feedback").GetProperty("masks")[0].TryGetProperty("edge", out _).ShouldBeFalse();
        Colour(own, "fill").ShouldBe(new SolidFill(255, 0, 0, 0.5));
    }

    [Fact]
    public async Task Colours_of_a_stored_result_and_of_a_request_are_drawn_as_in_the_contract()
    {
        var image = await ImageAsync("lines", "\"fill\":\"rgba(1,2,250,.5)\"," + Box, "\"fill\":\"#00ff00\"," + Stroke);
        (await PictureAsync(image, "lines")).ShouldBe(await PictureAsync(image, "lines", ",\"style\":\"contract\""));
        var without = await ImageAsync("lines", Box, Stroke);
        const string red = ",\"fill_override\":[255,0,0]";
        (await PictureAsync(without, "lines", red)).ShouldBe(await PictureAsync(without, "lines", red + ",\"style\":\"contract\""));
        (await PictureAsync(without, "lines", red)).ShouldBe(await PictureAsync(without, "lines", red + ",\"style\":\"adaptive\""));
        (await PictureAsync(without, "lines")).ShouldNotBe(await PictureAsync(without, "lines", ",\"style\":\"contract\""));
    }

    [Fact]
    public async Task Lines_are_as_thick_as_asked()
    {
        var image = await ImageAsync("lines", Stroke);
        var thick = await PictureAsync(image, "lines", ",\"polyline_line_thickness\":0.1");
        var answer = await OneAsync(image, "lines", ",\"polyline_line_thickness\":0.1");
        var colour = Colour(answer, "fill");
        for (var y = 17; y < 23; y++)
            Photos.Pixel(thick, 40, y).ShouldBe((colour.R, colour.G, colour.B));
        Photos.Pixel(thick, 40, 15).ShouldNotBe((100, 100, 100), "a rim");
        Photos.Pixel(thick, 40, 12).ShouldBe((100, 100, 100));
    }

    [Fact]
    public async Task More_masks_than_there_are_layers_for_are_drawn_as_in_the_contract()
    {
        var image = await ImageAsync("my.model", [.. Enumerable.Repeat(Box, 100)]);
        Colour(await OneAsync(image, "my.model"), "fill").Alpha.ShouldBe(0.5);
        (await PictureAsync(image, "my.model")).ShouldBe(await PictureAsync(image, "my.model", ",\"style\":\"contract\""));
    }

    [Fact]
    public async Task A_legend_has_a_row_for_each_mask_of_all_algorithms()
    {
        var image = await server.UploadAsync(Photos.GreyPng);
        foreach (var (name, mask) in new[] { ("acne", Box), ("redness", Stroke) })
            await server.PutResultAsync(
                image,
                name,
                $$"""{"algorithm_tech_name":"{{name}}","area_results":[],"masks_original":[{{{mask}}}],"masks_restored":null}"""
            );
        var both = await server.MasksAsync(
            $$"""
            {"image_id":"{{image}}","combine":true,"masks":[{"algorithm_tech_name":"acne","legend":true},
            {"algorithm_tech_name":"redness","legend":true}]}
            """
        );
        both.Status.ShouldBe(200, both.Text);
        var picture = await server.PictureAsync(both.Json[0]);
        var one = await PictureAsync(image, "acne", ",\"legend\":true");
        // The box of two rows is higher.
        (Photos.Pixel(picture, 6, 14) == (100, 100, 100)).ShouldBeFalse();
        Photos.Pixel(one, 6, 14).ShouldBe((100, 100, 100));
    }

    [Fact]
    public async Task An_unknown_style_is_a_mistake()
    {
        var answer = await server.MasksAsync(
            $$"""{"image_id":"{{server.Known.DemoImageId}}","masks":[{"algorithm_tech_name":"acne","style":"vivid"}]}"""
        );
        answer.Status.ShouldBe(422);
        var mistake = answer.Json.GetProperty("detail")[0];
        mistake.GetProperty("type").GetString().ShouldBe("enum");
        mistake.GetProperty("loc")[3].GetString().ShouldBe("style");
    }
}
