using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace MlNetMasks.Persistence;

/// <summary>
/// The one codec of all stages. Layout, little-endian: magic (8 bytes), format version (4), the blobs back to back, the index as UTF-8
/// JSON, the length of the index (4), SHA-256 of everything before it (32). The index comes last, so that blobs stream out without being
/// held in memory or measured first.
/// </summary>
internal static class StagePayload
{
    /// <summary>The version this library writes, and the newest it reads.</summary>
    public const int FormatVersion = 1;

    /// <summary>First bytes of every payload.</summary>
    public static ReadOnlySpan<byte> Magic => "MLNMASKS"u8;

    /// <summary>Magic and format version.</summary>
    public const int HeadLength = 12;

    /// <summary>Index length and checksum.</summary>
    public const int TailLength = 4 + SHA256.HashSizeInBytes;

    private const int MaxIndexLength = 64 << 20;

    /// <summary>Writes a stage.</summary>
    public static void Write(Stream stream, IPersistentStage stage)
    {
        StableId.Require(stage.StageId);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var output = new HashingStream(stream, hash);
        output.Write(Magic);
        WriteInt32(output, FormatVersion);

        var writer = new StageWriter(output, stage.StageId, MasksRegistries.Of(stage.Environment).Json);
        stage.Write(writer);

        var index = writer.Complete();
        output.Write(index);
        WriteInt32(output, index.Length);
        stream.Write(hash.GetHashAndReset());
    }

    /// <summary>Reads a stage from a seekable stream that holds a payload and nothing else.</summary>
    public static ITransformer Read(Stream stream, IHostEnvironment environment)
    {
        var registries = MasksRegistries.Of(environment);
        var reader = Open(stream, registries.Json);
        var factory = registries.Stages.Resolve(reader.StageId);
        return factory(environment, reader);
    }

    /// <summary>Checks a payload as a whole and gives access to its parts.</summary>
    public static StageReader Open(Stream stream, JsonSerializerOptions json)
    {
        var length = stream.Length;
        if (length < HeadLength + TailLength)
        {
            throw Damaged($"it has {length} bytes, expected at least {HeadLength + TailLength}");
        }

        Span<byte> head = stackalloc byte[HeadLength];
        stream.Position = 0;
        stream.ReadExactly(head);
        if (!head[..Magic.Length].SequenceEqual(Magic))
        {
            throw Damaged($"it starts with 0x{Convert.ToHexString(head[..Magic.Length])}, expected '{Encoding.ASCII.GetString(Magic)}'");
        }

        var version = BinaryPrimitives.ReadInt32LittleEndian(head[Magic.Length..]);
        if (version is < 1 or > FormatVersion)
        {
            throw new InvalidDataException(
                $"Stage payload: format version {version}, expected 1 to {FormatVersion}. "
                + "The file was written by a newer MlNetMasks: update the library, or save the model with this version.");
        }

        Span<byte> tail = stackalloc byte[TailLength];
        stream.Position = length - TailLength;
        stream.ReadExactly(tail);
        var indexLength = BinaryPrimitives.ReadInt32LittleEndian(tail);
        var room = length - HeadLength - TailLength;
        if (indexLength < 2 || indexLength > room || indexLength > MaxIndexLength)
        {
            throw Damaged($"its index claims {indexLength} bytes, expected 2 to {Math.Min(room, MaxIndexLength)}; it was probably cut off");
        }

        RequireChecksum(stream, length - SHA256.HashSizeInBytes, tail[4..]);

        var indexStart = length - TailLength - indexLength;
        var bytes = new byte[indexLength];
        stream.Position = indexStart;
        stream.ReadExactly(bytes);
        return new StageReader(stream, ReadIndex(bytes, indexStart), json, version);
    }

    /// <summary>The error of a payload that cannot be what was written.</summary>
    public static InvalidDataException Damaged(string what, Exception? cause = null) =>
        new($"Stage payload: {what}. The model file is damaged or incomplete: restore it from a copy, or save the model again.", cause);

    private static StageIndex ReadIndex(byte[] bytes, long indexStart)
    {
        StageIndex index;
        try
        {
            index = JsonSerializer.Deserialize<StageIndex>(bytes, StageIndex.Json)
                ?? throw Damaged("its index is null, expected an object");
        }
        catch (JsonException e)
        {
            throw Damaged($"its index is not valid: {e.Message}", e);
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        long end = HeadLength;
        foreach (var blob in index.Blobs)
        {
            if (!names.Add(blob.Name))
            {
                throw Damaged($"blob '{blob.Name}' of stage '{index.Stage}' appears twice, expected unique names");
            }

            if (blob.Offset != end || blob.Length < 0 || blob.Length > indexStart - blob.Offset)
            {
                throw Damaged(
                    $"blob '{blob.Name}' of stage '{index.Stage}' claims {blob.Length} bytes at {blob.Offset}, "
                    + $"expected to start at {end} and to end by {indexStart}");
            }

            end += blob.Length;
        }

        return end == indexStart ? index : throw Damaged($"{indexStart - end} bytes belong to no blob of stage '{index.Stage}', expected none");
    }

    private static void RequireChecksum(Stream stream, long length, ReadOnlySpan<byte> expected)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 16];
        stream.Position = 0;
        for (var left = length; left > 0;)
        {
            var part = buffer.AsSpan(0, (int)Math.Min(left, buffer.Length));
            stream.ReadExactly(part);
            hash.AppendData(part);
            left -= part.Length;
        }

        Span<byte> found = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(found);
        if (!found.SequenceEqual(expected))
        {
            throw Damaged("its checksum does not match its content");
        }
    }

    private static void WriteInt32(Stream stream, int value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        stream.Write(bytes);
    }
}
