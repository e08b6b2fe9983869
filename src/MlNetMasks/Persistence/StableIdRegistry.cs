namespace MlNetMasks.Persistence;

/// <summary>
/// Names the concrete types of an open seam (networks, problems, parametrisations) by ids that stay the same across versions, so that files
/// never hold .NET type names and can only bring back types that were registered. Safe for use from several threads.
/// </summary>
/// <typeparam name="TBase">The seam's base type or interface.</typeparam>
public sealed class StableIdRegistry<TBase> : IStableIdRegistry
    where TBase : class
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Type> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<Type, string> _ids = [];

    /// <summary>Gets the registered ids in ordinal order.</summary>
    public IReadOnlyList<string> Ids
    {
        get
        {
            lock (_gate)
            {
                return [.. _types.Keys.Order(StringComparer.Ordinal)];
            }
        }
    }

    /// <inheritdoc/>
    Type IStableIdRegistry.BaseType => typeof(TBase);

    /// <summary>Registers a concrete type; the same pair again does nothing.</summary>
    /// <typeparam name="T">A concrete type, best a sealed record that System.Text.Json can read and write.</typeparam>
    /// <param name="id">Stable id: lower-case letters, digits, '.' and '-', starting with a letter, at most 64 characters.</param>
    /// <returns>This registry.</returns>
    /// <exception cref="ArgumentException">The id is malformed or taken, the type has another id, or it is not concrete.</exception>
    public StableIdRegistry<TBase> Register<T>(string id)
        where T : class, TBase
    {
        StableId.Require(id);
        if (typeof(T).IsAbstract || typeof(T) == typeof(TBase))
        {
            throw new ArgumentException(
                $"{typeof(T).Name} cannot be registered as '{id}': it is abstract or the seam's base type. Register a concrete type.", nameof(id));
        }

        lock (_gate)
        {
            if (_types.TryGetValue(id, out var type) && type != typeof(T))
            {
                throw new ArgumentException($"The id '{id}' already names {type.Name}. Choose another id for {typeof(T).Name}.", nameof(id));
            }

            if (_ids.TryGetValue(typeof(T), out var known) && known != id)
            {
                throw new ArgumentException($"{typeof(T).Name} already has the id '{known}'. A type has one id.", nameof(id));
            }

            _types[id] = typeof(T);
            _ids[typeof(T)] = id;
        }

        return this;
    }

    /// <summary>Finds the id of a value's type.</summary>
    /// <param name="value">A value of a registered type.</param>
    /// <returns>The id its type was registered under.</returns>
    /// <exception cref="InvalidOperationException">The type is not registered.</exception>
    public string IdOf(TBase value)
    {
        ArgumentNullException.ThrowIfNull(value);
        lock (_gate)
        {
            return _ids.TryGetValue(value.GetType(), out var id)
                ? id
                : throw new InvalidOperationException(
                    $"{value.GetType().Name} has no stable id among the types of {typeof(TBase).Name}, so it cannot be saved. "
                    + $"Register it first: Register<{value.GetType().Name}>(\"your-id\").");
        }
    }

    /// <summary>Finds the type of an id read from a file.</summary>
    /// <param name="id">The id.</param>
    /// <returns>The registered concrete type.</returns>
    /// <exception cref="InvalidDataException">No type has the id.</exception>
    public Type TypeOf(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        lock (_gate)
        {
            if (_types.TryGetValue(id, out var type))
            {
                return type;
            }
        }

        throw new InvalidDataException(
            $"'{id}' is not a known {typeof(TBase).Name}. Known: {StableId.List(Ids)}. Register the type under this id before reading.");
    }

    /// <inheritdoc/>
    string IStableIdRegistry.IdOf(object value) => IdOf((TBase)value);
}
