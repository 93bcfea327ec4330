// From an upload to a picture and through errors, with the client that Kiota makes of the description as OpenAPI 3.0.
using System.Net.Http.Headers;
using Client;
using Client.Models;
using Microsoft.Kiota.Abstractions.Authentication;
using Microsoft.Kiota.Abstractions.Serialization;
using Microsoft.Kiota.Http.HttpClientLibrary;

var (url, token, company) = (args[0], args[1], Guid.Parse(args[2]));
using var http = new HttpClient();
http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
var client = new CutisClient(new HttpClientRequestAdapter(new AnonymousAuthenticationProvider(), httpClient: http) { BaseUrl = url });
var images = client.Api.V1.Companies[company].Images;

// One grey pixel.
var photo = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==");
var image = await images.PostAsync(new MemoryStream(photo), "image/png", to => to.QueryParameters.Name = "walk.png");
var ring = new UntypedArray([Point(10, 10), Point(90, 10), Point(90, 90)]);
var mask = new Mask
{
    MaskType = Mask_mask_type.Polygon_mask,
    ViewBox = "0 0 100 100",
    Features =
    [
        new Feature
        {
            Geometry = new Geometry { Type = "Polygon", Coordinates = new UntypedArray([ring]) },
        },
    ],
};
var result = new Result { AlgorithmTechName = "pores", MasksOriginal = [mask] };
await images[image!.Id!.Value].Results["pores"].PutAsync(result);

var request = new MaskRequest
{
    ImageId = image.Id,
    Masks = [new MaskOptions { AlgorithmTechName = "pores" }, new MaskOptions { AlgorithmTechName = "acne" }],
};
var masks = await client.Service.Rasterisation.V4.Masks.PostAsync(request, to => to.QueryParameters.CompanyId = company);
Expect("the error code", masks![1].Feedback!.ErrorCode, Feedback_error_code.Not_computed);
var picture = await http.GetAsync(masks[0].MaskedImageUrl);
Expect("the picture", picture.Content.Headers.ContentType!.MediaType, "image/png");

try
{
    request.Masks[0].PolylineLineThickness = 7;
    await client.Service.Rasterisation.V4.Masks.PostAsync(request, to => to.QueryParameters.CompanyId = company);
    throw new InvalidOperationException("A line of seven pictures was drawn.");
}
catch (ValidationError e)
{
    Expect("the mistake", e.Detail!.Single().Type, "less_than_equal");
}

try
{
    await images[Guid.NewGuid()].GetAsync();
    throw new InvalidOperationException("An image that is not there was found.");
}
catch (Detail e)
{
    Expect("the failure", e.DetailProp, "Image not found");
}

Console.WriteLine("Kiota: walked from an upload to a picture and through errors");

static UntypedArray Point(int x, int y) => new([new UntypedInteger(x), new UntypedInteger(y)]);

static void Expect<T>(string what, T actual, T expected)
{
    if (!EqualityComparer<T>.Default.Equals(actual, expected))
        throw new InvalidOperationException($"{what} is {actual}, not {expected}");
}
