using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using MlNetMasks.Masks;

namespace MlNetMasks.Torch;

/// <summary>
/// The bytes of a checkpoint: a safetensors file whose metadata hold a version, the identity of the stage and a checksum over everything. Numbers
/// are little-endian, as on every processor that libtorch runs on.
/// </summary>
internal sealed class CheckpointContent
{
    private const string VersionKey = "mlnetmasks.checkpoint";
    private const string CurrentVersion = "1";
    private const string ChecksumKey = "mlnetmasks.checksum";
    private const string SettingPrefix = "setting.";

    private readonly SafetensorsFile _file;
    private readonly string _name;
    private readonly string _stage;

    private CheckpointContent(SafetensorsFile file, string name, string stage)
    {
        _file = file;
        _name = name;
        _stage = stage;
    }

    /// <summary>Writes a checkpoint; large tensors are not copied.</summary>
    public static void Write(Stream stream, IReadOnlyList<SafetensorsTensor> tensors, CheckpointIdentity identity)
    {
        var metadata = identity.Settings.ToDictionary(pair => SettingPrefix + pair.Key, pair => pair.Value);
        metadata[VersionKey] = CurrentVersion;
        metadata[ChecksumKey] = Checksum(tensors, metadata);
        SafetensorsFile.Write(stream, tensors, metadata);
    }

    /// <summary>Reads a checkpoint of this identity.</summary>
    /// <exception cref="InvalidDataException">It is damaged, of another version or of another identity.</exception>
    public static CheckpointContent Read(Stream stream, string name, CheckpointIdentity identity)
    {
        SafetensorsFile file;
        try
        {
            file = SafetensorsFile.Read(stream, "the file");
        }
        catch (InvalidDataException e)
        {
            throw Damaged(name, identity.Stage, e.Message.TrimEnd('.'), e);
        }

        var version = file.Metadata.GetValueOrDefault(VersionKey) ?? throw Damaged(name, identity.Stage, "it is a safetensors file, but no checkpoint of training");
        if (version != CurrentVersion)
        {
            throw Damaged(name, identity.Stage, $"it has version {version}, this program reads version {CurrentVersion}");
        }

        if (file.Metadata.GetValueOrDefault(ChecksumKey) != Checksum(file.Tensors, file.Metadata))
        {
            throw Damaged(name, identity.Stage, "its checksum does not fit its content");
        }

        var saved = file.Metadata.Where(pair => pair.Key.StartsWith(SettingPrefix, StringComparison.Ordinal)).ToDictionary(pair => pair.Key[SettingPrefix.Length..], pair => pair.Value);
        return identity.DifferenceFrom(saved) is { Length: > 0 } difference
            ? throw new InvalidDataException(
                $"Stage '{identity.Stage}' cannot continue from the checkpoint '{name}', which is of other work: {difference}. Use the settings and data that it was made with, or delete the checkpoint to begin the stage anew.")
            : new CheckpointContent(file, name, identity.Stage);
    }

    /// <summary>The elements of a tensor.</summary>
    /// <param name="name">Name of the tensor.</param>
    /// <param name="type">Their type.</param>
    /// <param name="length">Their number; <see langword="null"/> for any.</param>
    /// <exception cref="InvalidDataException">There is no such tensor.</exception>
    public ReadOnlySpan<T> Numbers<T>(string name, SafetensorsType type, int? length = null)
        where T : unmanaged
        => _file.TryGet(name, out var tensor) && tensor.Type == type && (length ?? tensor.ElementCount) == tensor.ElementCount
            ? MemoryMarshal.Cast<byte, T>(tensor.Data.Span)
            : throw Damaged(_name, _stage, $"it lacks '{name}' of {length?.ToString(CultureInfo.InvariantCulture) ?? "some"} {type} numbers");

    private static string Checksum(IEnumerable<SafetensorsTensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (key, value) in metadata.Where(pair => pair.Key != ChecksumKey).OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{key}\0{value}\0"));
        }

        foreach (var tensor in tensors)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{tensor.Name}\0{tensor.Type}\0{string.Join(',', tensor.Shape)}\0"));
            hash.AppendData(tensor.Data.Span);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static InvalidDataException Damaged(string name, string stage, string reason, Exception? cause = null)
        => new($"Stage '{stage}' cannot continue from the checkpoint '{name}': {reason}. Delete the checkpoint to begin the stage anew.", cause);
}
