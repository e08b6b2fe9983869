using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;

namespace MlNetMasks.Masks;

/// <content>Writing.</content>
public sealed partial class SafetensorsFile
{
    // Data that starts at a multiple of eight lets other readers map it into memory.
    private const int Alignment = 8;

    /// <summary>Writes tensors in the given order; the same tensors and metadata give the same bytes.</summary>
    /// <param name="stream">Where to write; left open.</param>
    /// <param name="tensors">Tensors with unique names.</param>
    /// <param name="metadata">Text for the header, written in ordinal order of the keys; default none.</param>
    /// <exception cref="ArgumentException">Two tensors have the same name, or one is named <c>__metadata__</c>.</exception>
    public static void Write(Stream stream, IEnumerable<SafetensorsTensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(tensors);
        SafetensorsTensor[] written = [.. tensors];
        HashSet<string> names = new(StringComparer.Ordinal) { SafetensorsHeader.MetadataKey };
        foreach (SafetensorsTensor tensor in written)
        {
            if (!names.Add(tensor.Name))
            {
                throw new ArgumentException(
                    $"The tensor name {DisplayText.Quote(tensor.Name)} is taken. Give every tensor its own name, other than '{SafetensorsHeader.MetadataKey}'.", nameof(tensors));
            }
        }

        ReadOnlySpan<byte> header = Header(written, metadata);
        Span<byte> prefix = stackalloc byte[sizeof(ulong)];
        int padding = (Alignment - (header.Length % Alignment)) % Alignment;
        BinaryPrimitives.WriteUInt64LittleEndian(prefix, (ulong)(header.Length + padding));
        stream.Write(prefix);
        stream.Write(header);
        stream.Write("        "u8[..padding]);
        foreach (SafetensorsTensor tensor in written)
        {
            stream.Write(tensor.Data.Span);
        }
    }

    private static ReadOnlySpan<byte> Header(SafetensorsTensor[] tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        ArrayBufferWriter<byte> buffer = new();
        using Utf8JsonWriter json = new(buffer);
        json.WriteStartObject();
        if (metadata is { Count: > 0 })
        {
            json.WriteStartObject(SafetensorsHeader.MetadataKey);
            foreach ((string key, string value) in metadata.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
            {
                json.WriteString(key, value);
            }

            json.WriteEndObject();
        }

        long offset = 0;
        foreach (SafetensorsTensor tensor in tensors)
        {
            json.WriteStartObject(tensor.Name);
            json.WriteString("dtype", tensor.Type.ToString());
            json.WriteStartArray("shape");
            foreach (long size in tensor.Shape)
            {
                json.WriteNumberValue(size);
            }

            json.WriteEndArray();
            json.WriteStartArray("data_offsets");
            json.WriteNumberValue(offset);
            json.WriteNumberValue(offset += tensor.Data.Length);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan;
    }
}
