using System.Text.Json;

namespace MlNetMasks.Persistence;

/// <summary>Gives back what a <see cref="StageWriter"/> stored. Used by one thread, only while the stage is being read.</summary>
public sealed class StageReader
{
    private readonly Stream _stream;
    private readonly StageIndex _index;
    private readonly JsonSerializerOptions _json;

    internal StageReader(Stream stream, StageIndex index, JsonSerializerOptions json, int formatVersion)
    {
        _stream = stream;
        _index = index;
        _json = json;
        FormatVersion = formatVersion;
    }

    /// <summary>Gets the stable id of the stage type.</summary>
    public string StageId => _index.Stage;

    /// <summary>Gets the format version the stage was written with, counted from 1.</summary>
    public int FormatVersion { get; }

    /// <summary>Tells whether the stage wrote a value of this name.</summary>
    /// <param name="name">Name of the value.</param>
    /// <returns>True if it did.</returns>
    public bool HasValue(string name) => _index.Values.ContainsKey(name);

    /// <summary>Tells whether the stage wrote a blob of this name.</summary>
    /// <param name="name">Name of the blob.</param>
    /// <returns>True if it did.</returns>
    public bool HasBlob(string name) => _index.Blobs.Any(blob => blob.Name == name);

    /// <summary>Reads a value.</summary>
    /// <typeparam name="T">Type it was written as.</typeparam>
    /// <param name="name">Name of the value.</param>
    /// <returns>The value, never null.</returns>
    /// <exception cref="InvalidDataException">The value is missing, is of another form, names an unknown id, or is out of range.</exception>
    public T ReadValue<T>(string name)
        where T : notnull
    {
        if (!_index.Values.TryGetValue(name, out var element))
        {
            throw Invalid($"value '{name}' is missing, expected a {typeof(T).Name}");
        }

        try
        {
            return element.Deserialize<T>(_json) ?? throw Invalid($"value '{name}' is null, expected a {typeof(T).Name}");
        }
        catch (Exception e) when (e is JsonException or ArgumentException or NotSupportedException or InvalidOperationException)
        {
            throw Invalid($"value '{name}' is not a valid {typeof(T).Name}: {e.Message}", e);
        }
    }

    /// <summary>Reads a blob.</summary>
    /// <typeparam name="TResult">What the reading gives.</typeparam>
    /// <param name="name">Name of the blob.</param>
    /// <param name="read">Reads from a seekable stream that starts and ends with the blob and is valid only during the call.</param>
    /// <returns>The result of <paramref name="read"/>.</returns>
    /// <exception cref="InvalidDataException">The blob is missing, or too short for what is read from it.</exception>
    public TResult ReadBlob<TResult>(string name, Func<Stream, TResult> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        var blob = _index.Blobs.FirstOrDefault(blob => blob.Name == name)
            ?? throw Invalid($"blob '{name}' is missing");
        using var part = new BlobStream(_stream, blob.Offset, blob.Length);
        try
        {
            return read(part);
        }
        catch (EndOfStreamException e)
        {
            throw Invalid($"blob '{name}' ends after {blob.Length} bytes, expected more", e);
        }
    }

    /// <summary>Makes the error of a stage whose stored parts do not fit together.</summary>
    /// <param name="what">What is wrong and what was expected, without a full stop.</param>
    /// <param name="cause">The cause, if there is one.</param>
    /// <returns>The exception, to be thrown.</returns>
    public InvalidDataException Invalid(string what, Exception? cause = null) =>
        new($"Stage '{StageId}' (written by {_index.Writer}): {what}. Save the model again, or read it with the version that wrote it.", cause);
}
