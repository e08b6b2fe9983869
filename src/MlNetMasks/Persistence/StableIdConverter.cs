using System.Text.Json;
using System.Text.Json.Serialization;

namespace MlNetMasks.Persistence;

/// <summary>Writes a value of an open seam as <c>{"id": "feed-forward", "options": {...}}</c> and reads it back through its registry.</summary>
/// <typeparam name="TBase">The seam's base type.</typeparam>
internal sealed class StableIdConverter<TBase>(IStableIdRegistry registry) : JsonConverter<TBase>
    where TBase : class
{
    private const string Id = "id";
    private const string Options = "options";

    /// <inheritdoc/>
    public override TBase Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object
            || root.EnumerateObject().Any(property => property.Name is not (Id or Options))
            || !root.TryGetProperty(Id, out var id)
            || id.ValueKind != JsonValueKind.String
            || !root.TryGetProperty(Options, out var value)
            || value.ValueKind != JsonValueKind.Object)
        {
            throw new JsonException($"A {typeof(TBase).Name} must be an object with a text 'id' and an object 'options', and nothing else.");
        }

        return (TBase)value.Deserialize(registry.TypeOf(id.GetString()!), options)!;
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, TBase value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString(Id, registry.IdOf(value));
        writer.WritePropertyName(Options);
        JsonSerializer.Serialize(writer, value, value.GetType(), options);
        writer.WriteEndObject();
    }
}
