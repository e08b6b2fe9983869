using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MlNetMasks.Masks;

/// <summary>
/// Masks as a safetensors file: one U8 tensor of 0 and 1 per mask and layer, named <c>mask/layer</c>, in the layer's shape.
/// Metadata: <c>format</c> (<c>mlnetmasks-masks</c>), <c>version</c> (<c>1</c>), <c>layers</c> (JSON array of name and shape) and
/// <c>masks</c> (JSON array of name, role and, where it is not the mask's name, function, and where there are any, layers fixed to the control's), both in order.
/// </summary>
public static class MaskFile
{
    private const string Format = "mlnetmasks-masks";
    private const int Version = 1;

    private static readonly JsonSerializerOptions JsonOptions = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
    };

    /// <summary>Writes all masks of a set; equal sets give equal bytes.</summary>
    /// <param name="stream">Where to write; left open.</param>
    /// <param name="masks">The masks of a network.</param>
    public static void Write(Stream stream, MaskSet masks)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(masks);
        List<SafetensorsTensor> tensors = [];
        foreach (MaskEntry entry in masks)
        {
            for (int layer = 0; layer < masks.Layout.Layers.Count; layer++)
            {
                MaskLayer described = masks.Layout.Layers[layer];
                byte[] flags = new byte[described.Count];
                PackedBits.UnpackFlags(entry.Mask.Words(layer), flags);
                tensors.Add(SafetensorsTensor.FromBytes(TensorName(entry.Mask.Name, described), LongShape(described), flags));
            }
        }

        SafetensorsFile.Write(stream, tensors, new Dictionary<string, string>
        {
            ["format"] = Format,
            ["version"] = Version.ToString(CultureInfo.InvariantCulture),
            ["layers"] = JsonSerializer.Serialize(masks.Layout.Layers.Select(static layer => new LayerText(layer.Name, layer.Shape)), JsonOptions),
            ["masks"] = JsonSerializer.Serialize(masks.Select(static entry => new MaskText(
                entry.Mask.Name,
                MaskRoleNames.ToText(entry.Role),
                entry.Function == entry.Mask.Name ? null : entry.Function,
                entry.IncomparableLayers.Count == 0 ? null : entry.IncomparableLayers)), JsonOptions),
        });
    }

    /// <summary>Reads a file of masks.</summary>
    /// <param name="path">Path of the file.</param>
    /// <returns>The masks with layout, roles and order.</returns>
    /// <exception cref="InvalidDataException">The file is not a valid mask file; the message names the file, the tensor and what was expected.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static MaskSet Read(string path) => FromFile(SafetensorsFile.Read(path), path);

    /// <summary>Reads masks from a stream's position to its end.</summary>
    /// <param name="stream">Where to read; need not be seekable; left open.</param>
    /// <returns>The masks with layout, roles and order.</returns>
    /// <exception cref="InvalidDataException">The data is not a valid mask file; the message names the tensor and what was expected.</exception>
    public static MaskSet Read(Stream stream) => Read(stream, "stream");

    /// <summary>Reads masks from a stream's position to its end.</summary>
    /// <param name="stream">Where to read; need not be seekable; left open.</param>
    /// <param name="sourceName">What messages call the stream.</param>
    /// <returns>The masks with layout, roles and order.</returns>
    /// <exception cref="InvalidDataException">The data is not a valid mask file; the message names the source, the tensor and what was expected.</exception>
    public static MaskSet Read(Stream stream, string sourceName) => FromFile(SafetensorsFile.Read(stream, sourceName), sourceName);

    private static MaskSet FromFile(SafetensorsFile file, string source)
    {
        try
        {
            RequireFormat(file, source);
            MaskLayout layout = new(ReadList<LayerText>(file, "layers", source).Select(static layer => new MaskLayer(layer.Name, layer.Shape)));
            MaskText[] names = ReadList<MaskText>(file, "masks", source);
            if (file.Tensors.Count != (long)names.Length * layout.Layers.Count)
            {
                throw Invalid(source, string.Create(
                    CultureInfo.InvariantCulture, $"it holds {file.Tensors.Count} tensors, expected {names.Length} masks of {layout.Layers.Count} layers"));
            }

            return new MaskSet(layout, names.Select(mask => ReadMask(file, layout, mask, source)));
        }
        catch (ArgumentException fault)
        {
            // The constructors check names and shapes; what a caller may fix in code is here a fault of the file.
            throw new InvalidDataException(Invalid(source, "its masks or layers are unusable").Message + " " + fault.Message, fault);
        }
    }

    private static void RequireFormat(SafetensorsFile file, string source)
    {
        if (file.Metadata.GetValueOrDefault("format") != Format)
        {
            throw Invalid(source, $"its metadata 'format' is {DisplayText.Quote(file.Metadata.GetValueOrDefault("format", ""))}, expected '{Format}'");
        }

        string text = file.Metadata.GetValueOrDefault("version", "");
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int version) || version < 1)
        {
            throw Invalid(source, $"its metadata 'version' is {DisplayText.Quote(text)}, expected a whole number from 1");
        }

        if (version > Version)
        {
            throw new InvalidDataException(string.Create(
                CultureInfo.InvariantCulture,
                $"{DisplayText.Quote(source)} has version {version} of the mask file format, this program reads up to {Version}. Use a newer version of the program."));
        }
    }

    private static T[] ReadList<T>(SafetensorsFile file, string key, string source)
        where T : class
    {
        T?[]? items = null;
        if (file.Metadata.TryGetValue(key, out string? json))
        {
            try
            {
                items = JsonSerializer.Deserialize<T?[]>(json, JsonOptions);
            }
            catch (JsonException fault)
            {
                throw Invalid(source, $"its metadata '{key}' is not a list of the expected form (at {DisplayText.Quote(fault.Path ?? "")})");
            }
        }

        return items is not null && !items.Contains(null)
            ? [.. items.OfType<T>()]
            : throw Invalid(source, $"its metadata '{key}' is missing or holds null, expected a list");
    }

    private static MaskEntry ReadMask(SafetensorsFile file, MaskLayout layout, MaskText mask, string source)
    {
        MaskRole role = MaskRoleNames.Find(mask.Role)
            ?? throw Invalid(source, $"mask {DisplayText.Quote(mask.Name)} has the role {DisplayText.Quote(mask.Role)}, expected one of {MaskRoleNames.Known}");

        // A layer's size is only a claim until its tensor has been seen: check all before the mask takes memory.
        SafetensorsTensor[] tensors = [.. layout.Layers.Select(layer => FindTensor(file, layer, mask.Name, source))];
        WeightMask read = WeightMask.Build(mask.Name, layout, (layer, words) => ReadFlags(tensors[layer], words, source));
        return new MaskEntry(read, role) { Function = mask.Function ?? mask.Name, IncomparableLayers = mask.IncomparableLayers ?? [] };
    }

    private static SafetensorsTensor FindTensor(SafetensorsFile file, MaskLayer layer, string mask, string source)
    {
        string name = TensorName(mask, layer);
        if (!file.TryGet(name, out SafetensorsTensor? tensor))
        {
            throw Invalid(source, $"tensor {DisplayText.Quote(name)} is missing");
        }

        return tensor.Type == SafetensorsType.U8 && tensor.Shape.SequenceEqual(LongShape(layer))
            ? tensor
            : throw Invalid(
                source, $"tensor {DisplayText.Quote(name)} is {tensor.Type} {DisplayText.Shape(tensor.Shape)}, expected U8 {DisplayText.Shape(layer.Shape)}");
    }

    private static void ReadFlags(SafetensorsTensor tensor, ulong[] words, string source)
    {
        int invalid = PackedBits.PackFlags(tensor.Data.Span, words);
        if (invalid >= 0)
        {
            throw Invalid(source, string.Create(
                CultureInfo.InvariantCulture,
                $"tensor {DisplayText.Quote(tensor.Name)} holds {tensor.Data.Span[invalid]} at element {invalid}, expected 0 or 1"));
        }
    }

    private static string TensorName(string mask, MaskLayer layer) => $"{mask}/{layer.Name}";

    private static long[] LongShape(MaskLayer layer) => [.. layer.Shape.Select(static size => (long)size)];

    private static InvalidDataException Invalid(string source, string fault) => new(
        $"{DisplayText.Quote(source, 500)} is not a valid mask file: {fault}. Use a file that was written by this program, or write it again.");

    private sealed record LayerText(string Name, IReadOnlyList<int> Shape);

    private sealed record MaskText(
        string Name,
        string Role,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Function = null,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? IncomparableLayers = null);
}
