namespace MlNetMasks.Experiments.PipelineFiles.Keys;

/// <summary>The keys of a section, in the order in which they are documented and written.</summary>
public sealed class KeyTable
{
    /// <summary>Creates a table.</summary>
    /// <param name="keys">The keys; names are unique.</param>
    /// <exception cref="ArgumentException">Two keys have the same name.</exception>
    public KeyTable(params IReadOnlyList<KeySpec> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        Keys = [.. keys];
        Names = [.. keys.Select(key => key.Name)];
        if (Names.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"keys holds '{twice.Key}' twice; each key of a section needs its own name.", nameof(keys));
        }
    }

    /// <summary>The keys, in order.</summary>
    public IReadOnlyList<KeySpec> Keys { get; }

    /// <summary>Their names, in order.</summary>
    public IReadOnlyList<string> Names { get; }
}
