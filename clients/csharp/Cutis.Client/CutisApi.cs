using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cutis.Client;

/// <summary>Every endpoint of the API, each as a method, made of its description.</summary>
public partial class CutisApi
{
    // A key that was not set is not sent: to a change it means "as it is", and null would delete.
    static partial void UpdateJsonSerializerSettings(JsonSerializerOptions settings) =>
        settings.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;

    // An exception has the text of the answer, whatever else is made of it.
    partial void Initialize() => ReadResponseAsString = true;
}
