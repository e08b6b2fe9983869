using System.Collections.Concurrent;

namespace MlNetMasks.Persistence;

/// <summary>The stage types a context can load, by stable id. Safe for use from several threads.</summary>
public sealed class StageRegistry
{
    private readonly ConcurrentDictionary<string, StageFactory> _factories = new(StringComparer.Ordinal);

    /// <summary>Gets the registered ids in ordinal order.</summary>
    public IReadOnlyList<string> Ids => [.. _factories.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Registers the factory of a stage type; the same pair again does nothing.</summary>
    /// <param name="id">Stable id: lower-case letters, digits, '.' and '-', starting with a letter, at most 64 characters.</param>
    /// <param name="factory">Rebuilds the stage.</param>
    /// <exception cref="ArgumentException">The id is malformed, or another factory has it.</exception>
    public void Register(string id, StageFactory factory)
    {
        StableId.Require(id);
        ArgumentNullException.ThrowIfNull(factory);
        if (_factories.GetOrAdd(id, factory) != factory)
        {
            throw new ArgumentException($"The stage id '{id}' is already registered with another factory. Choose another id.", nameof(id));
        }
    }

    /// <summary>Finds the factory of a stage id read from a file.</summary>
    internal StageFactory Resolve(string id) =>
        _factories.TryGetValue(id, out var factory)
            ? factory
            : throw new InvalidDataException(
                $"The model contains a stage of type '{id}', which is not registered. Known: {StableId.List(Ids)}. "
                + "Register it with Masks.Registries.Stages before loading, or update MlNetMasks if the file was written by a newer version.");
}
