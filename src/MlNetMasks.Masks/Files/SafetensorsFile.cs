using System.Diagnostics.CodeAnalysis;

namespace MlNetMasks.Masks;

/// <summary>
/// Named tensors and text metadata in the safetensors format: the length of the header in 8 little-endian bytes, a JSON header, the data.
/// Only data, never code or paths: names are kept as text and used for nothing else.
/// </summary>
public sealed partial class SafetensorsFile
{
    private readonly Dictionary<string, SafetensorsTensor> _tensors;

    private SafetensorsFile(IReadOnlyList<SafetensorsTensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        Tensors = tensors;
        Metadata = metadata;
        _tensors = tensors.ToDictionary(static tensor => tensor.Name, StringComparer.Ordinal);
    }

    /// <summary>The tensors in the order of their data.</summary>
    public IReadOnlyList<SafetensorsTensor> Tensors { get; }

    /// <summary>The text metadata; empty when the file has none.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Finds a tensor by its exact name.</summary>
    /// <param name="name">Name of the tensor.</param>
    /// <param name="tensor">The tensor, or <see langword="null"/>.</param>
    /// <returns>Whether there is such a tensor.</returns>
    public bool TryGet(string name, [NotNullWhen(true)] out SafetensorsTensor? tensor) => _tensors.TryGetValue(name, out tensor);
}
