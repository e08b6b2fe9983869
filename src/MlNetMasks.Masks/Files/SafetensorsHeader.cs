using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;

namespace MlNetMasks.Masks;

/// <summary>The checked JSON header of a safetensors file: tensors in the order of their data, without gaps or overlaps.</summary>
internal sealed class SafetensorsHeader
{
    internal const string MetadataKey = "__metadata__";
    private readonly Func<string, InvalidDataException> _invalid;
    private readonly Dictionary<string, string> _metadata = new(StringComparer.Ordinal);
    private readonly List<Tensor> _tensors = [];

    private SafetensorsHeader(Func<string, InvalidDataException> invalid) => _invalid = invalid;

    public IReadOnlyDictionary<string, string> Metadata => _metadata;

    public IReadOnlyList<Tensor> Tensors => _tensors;

    public static SafetensorsHeader Parse(ReadOnlyMemory<byte> json, Func<string, InvalidDataException> invalid)
    {
        if (!Utf8.IsValid(json.Span))
        {
            throw invalid("the header is not UTF-8 text, expected a JSON object");
        }

        SafetensorsHeader header = new(invalid);
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            header.ReadRoot(document.RootElement);
        }
        catch (JsonException fault)
        {
            throw invalid(string.Create(
                CultureInfo.InvariantCulture, $"the header is not a JSON object (line {fault.LineNumber + 1}, byte {fault.BytePositionInLine})"));
        }
        catch (InvalidOperationException)
        {
            // An escaped half of a surrogate pair is valid JSON but no text: System.Text.Json reports it only when the text is asked for.
            throw invalid("a name in the header is not valid Unicode text");
        }

        header.CheckOffsets();
        return header;
    }

    private void ReadRoot(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw _invalid($"the header is a JSON {root.ValueKind}, expected an object");
        }

        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (JsonProperty property in root.EnumerateObject())
        {
            if (!names.Add(property.Name))
            {
                throw _invalid($"the name {DisplayText.Quote(property.Name)} stands in the header twice, expected unique names");
            }

            if (property.Name == MetadataKey)
            {
                ReadMetadata(property.Value);
            }
            else
            {
                _tensors.Add(ReadTensor(property.Name, property.Value));
            }
        }
    }

    private void ReadMetadata(JsonElement metadata)
    {
        if (metadata.ValueKind != JsonValueKind.Object)
        {
            throw _invalid($"'{MetadataKey}' is a JSON {metadata.ValueKind}, expected an object of texts");
        }

        foreach (JsonProperty property in metadata.EnumerateObject())
        {
            if (property.Value.ValueKind != JsonValueKind.String)
            {
                throw _invalid($"the metadata {DisplayText.Quote(property.Name)} is a JSON {property.Value.ValueKind}, expected a text");
            }

            if (!_metadata.TryAdd(property.Name, property.Value.GetString()!))
            {
                throw _invalid($"the metadata {DisplayText.Quote(property.Name)} stands in the header twice, expected unique names");
            }
        }
    }

    private Tensor ReadTensor(string name, JsonElement element)
    {
        string tensor = $"tensor {DisplayText.Quote(name)}";
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw _invalid($"{tensor} is a JSON {element.ValueKind}, expected an object with dtype, shape and data_offsets");
        }

        Dictionary<string, JsonElement> fields = new(StringComparer.Ordinal);
        foreach (JsonProperty property in element.EnumerateObject())
        {
            if (property.Name is not ("dtype" or "shape" or "data_offsets") || !fields.TryAdd(property.Name, property.Value))
            {
                throw _invalid($"{tensor} has an unexpected or repeated field {DisplayText.Quote(property.Name)}, expected dtype, shape and data_offsets once each");
            }
        }

        if (fields.Count != 3)
        {
            throw _invalid($"{tensor} has only {DisplayText.Shape(fields.Keys)}, expected dtype, shape and data_offsets");
        }

        SafetensorsType type = ReadType(tensor, fields["dtype"]);
        long[] shape = ReadNumbers(tensor, "shape", fields["shape"]);
        long[] offsets = ReadNumbers(tensor, "data_offsets", fields["data_offsets"]);
        if (offsets.Length != 2 || offsets[0] > offsets[1])
        {
            throw _invalid($"{tensor} has data_offsets {DisplayText.Shape(offsets)}, expected begin and end with begin <= end");
        }

        long length = offsets[1] - offsets[0];
        if (!SafetensorsTensor.TryCountBytes(shape, type, out long needed) || needed != length)
        {
            throw _invalid(string.Create(
                CultureInfo.InvariantCulture, $"{tensor} has {length} bytes of data, which does not fit {type} {DisplayText.Shape(shape)}"));
        }

        return length <= Array.MaxLength
            ? new Tensor(name, type, shape, offsets[0], length)
            : throw _invalid(string.Create(CultureInfo.InvariantCulture, $"{tensor} has {length} bytes, expected at most {Array.MaxLength}"));
    }

    private SafetensorsType ReadType(string tensor, JsonElement element)
    {
        string? text = element.ValueKind == JsonValueKind.String ? element.GetString() : null;
        foreach (SafetensorsType type in Enum.GetValues<SafetensorsType>())
        {
            if (type.ToString() == text)
            {
                return type;
            }
        }

        throw _invalid($"{tensor} has dtype {DisplayText.Quote(text ?? element.ValueKind.ToString())}, expected one of {string.Join(", ", Enum.GetNames<SafetensorsType>())}");
    }

    private long[] ReadNumbers(string tensor, string field, JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Array)
        {
            throw _invalid($"{tensor} has a JSON {element.ValueKind} as {field}, expected an array of whole numbers");
        }

        List<long> numbers = [];
        foreach (JsonElement item in element.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Number || !item.TryGetInt64(out long number) || number < 0)
            {
                throw _invalid($"{tensor} has {DisplayText.Quote(item.GetRawText())} in {field}, expected whole numbers from 0 to 9223372036854775807");
            }

            numbers.Add(number);
        }

        return [.. numbers];
    }

    private void CheckOffsets()
    {
        _tensors.Sort(static (a, b) => (a.Begin, a.Length).CompareTo((b.Begin, b.Length)));
        long end = 0;
        foreach (Tensor tensor in _tensors)
        {
            if (tensor.Begin != end)
            {
                string fault = tensor.Begin < end ? "overlaps the tensor before it" : "leaves a gap before it";
                throw _invalid(string.Create(
                    CultureInfo.InvariantCulture,
                    $"tensor {DisplayText.Quote(tensor.Name)} {fault}: its data begins at {tensor.Begin}, expected {end}"));
            }

            // No overflow: a tensor has at most 2 GB, and a header of 100 MB holds too few of them.
            end += tensor.Length;
        }
    }

    public sealed record Tensor(string Name, SafetensorsType Type, IReadOnlyList<long> Shape, long Begin, long Length);
}
