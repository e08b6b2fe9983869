using System.Text.Json;
using System.Text.Json.Serialization;

namespace MlNetMasks.Persistence;

/// <summary>The index of a stage payload.</summary>
/// <param name="Stage">Stable id of the stage type.</param>
/// <param name="Writer">Library and version that wrote the payload, for messages only.</param>
/// <param name="Values">Named JSON values: specs and options.</param>
/// <param name="Blobs">Named binary blobs, in the order they lie in the payload.</param>
internal sealed record StageIndex(
    string Stage, string Writer, IReadOnlyDictionary<string, JsonElement> Values, IReadOnlyList<StageBlob> Blobs)
{
    /// <summary>Settings of the index itself; the values inside follow the settings of the context's registries.</summary>
    public static JsonSerializerOptions Json { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        AllowDuplicateProperties = false,
    };
}
