namespace MlNetMasks.Torch;

/// <summary>Everything that the result of a stage depends on, as text: a checkpoint with another identity is of other work.</summary>
/// <param name="stage">Name of the stage, for messages.</param>
/// <param name="settings">Name and value of each setting.</param>
internal sealed class CheckpointIdentity(string stage, IEnumerable<(string Name, string Value)> settings)
{
    /// <summary>A changed network differs in every tensor; nobody reads further.</summary>
    private const int MostShown = 5;

    private readonly SortedDictionary<string, string> _settings = new(settings.ToDictionary(pair => pair.Name, pair => pair.Value), StringComparer.Ordinal);

    public string Stage { get; } = stage;

    public IReadOnlyDictionary<string, string> Settings => _settings;

    /// <summary>How saved settings differ, in words; empty when they do not.</summary>
    public string DifferenceFrom(IReadOnlyDictionary<string, string> saved)
    {
        var differences = _settings.Keys.Union(saved.Keys).Where(name => Value(_settings, name) != Value(saved, name))
            .Select(name => $"{name} was {Value(saved, name)} and is {Value(_settings, name)}").ToList();
        return string.Join("; ", differences.Take(MostShown)) + (differences.Count > MostShown ? $"; and {differences.Count - MostShown} more" : "");
    }

    private static string Value(IReadOnlyDictionary<string, string> settings, string name) => settings.TryGetValue(name, out var value) ? value : "not there";
}
