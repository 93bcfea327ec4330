using System.Text.Json;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Cutis.Platform.Storage;

/// <summary>Stores a value of a row as JSON text.</summary>
internal sealed class AsJson<T>()
    : ValueConverter<T, string>(
        value => JsonSerializer.Serialize(value, JsonSerializerOptions.Default),
        stored => JsonSerializer.Deserialize<T>(stored, JsonSerializerOptions.Default)!
    );
