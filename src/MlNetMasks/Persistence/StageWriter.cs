using System.Text.Json;

namespace MlNetMasks.Persistence;

/// <summary>Takes what a stage stores: named JSON values (specs, options) and named binary blobs (tensors). Used by one thread.</summary>
public sealed class StageWriter
{
    private readonly HashingStream _output;
    private readonly string _stageId;
    private readonly JsonSerializerOptions _json;
    private readonly Dictionary<string, JsonElement> _values = new(StringComparer.Ordinal);
    private readonly List<StageBlob> _blobs = [];

    internal StageWriter(HashingStream output, string stageId, JsonSerializerOptions json)
    {
        _output = output;
        _stageId = stageId;
        _json = json;
    }

    /// <summary>Stores a value as JSON; a value of an open seam is stored by its stable id when <typeparamref name="T"/> is the seam's type.</summary>
    /// <typeparam name="T">Type the value will be read as.</typeparam>
    /// <param name="name">Name, unique among the values of the stage.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="ArgumentException">The name is empty or taken.</exception>
    /// <exception cref="InvalidOperationException">The value's type is not registered with its seam.</exception>
    public void WriteValue<T>(string name, T value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (!_values.TryAdd(name, JsonSerializer.SerializeToElement(value, _json)))
        {
            throw new ArgumentException($"Stage '{_stageId}' already wrote a value '{name}'. Names are unique.", nameof(name));
        }
    }

    /// <summary>Stores a blob by streaming it; nothing is held in memory.</summary>
    /// <param name="name">Name, unique among the blobs of the stage.</param>
    /// <param name="write">Writes the bytes to a stream that can neither seek nor be read.</param>
    /// <exception cref="ArgumentException">The name is empty or taken.</exception>
    public void WriteBlob(string name, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(write);
        if (_blobs.Exists(blob => blob.Name == name))
        {
            throw new ArgumentException($"Stage '{_stageId}' already wrote a blob '{name}'. Names are unique.", nameof(name));
        }

        var start = _output.Position;
        write(_output);
        _blobs.Add(new StageBlob(name, start, _output.Position - start));
    }

    internal byte[] Complete()
    {
        var writer = "MlNetMasks " + MlNetInternals.InformationalVersion(typeof(StageWriter).Assembly);
        return JsonSerializer.SerializeToUtf8Bytes(new StageIndex(_stageId, writer, _values, _blobs), StageIndex.Json);
    }
}
