namespace MlNetMasks.Experiments.PipelineFiles.Keys;

/// <summary>A checked section of a pipeline file: every value is of its key's type and in range, and defaults are filled in.</summary>
public sealed class Settings
{
    /// <summary>The value of a number that was given as <c>none</c>.</summary>
    internal const string None = "none";

    private readonly IReadOnlyList<KeyValuePair<string, Setting>> _values;

    internal Settings(SourcePlace place, IReadOnlyList<KeyValuePair<string, Setting>> values)
    {
        Place = place;
        _values = values;
    }

    /// <summary>Where the section begins.</summary>
    public SourcePlace Place { get; }

    /// <summary>The keys that have a value, in the order of the key table.</summary>
    public IEnumerable<string> Keys => _values.Select(pair => pair.Key);

    internal IReadOnlyList<KeyValuePair<string, Setting>> Values => _values;

    /// <summary>Whether the key has a value.</summary>
    /// <param name="key">A key of the section.</param>
    /// <returns>True when it was given or has a default.</returns>
    public bool Has(string key) => Find(key) is not null;

    /// <summary>Where the key's value was written.</summary>
    /// <param name="key">A key of the section.</param>
    /// <returns>Its place; the section's own where the key has no value.</returns>
    public SourcePlace PlaceOf(string key) => Find(key)?.Place ?? Place;

    /// <summary>A whole number.</summary>
    /// <param name="key">A key that has a value.</param>
    /// <returns>The value.</returns>
    /// <exception cref="KeyNotFoundException">The key has no value of this type.</exception>
    public int Integer(string key) => Get<int>(key);

    /// <summary>A number.</summary>
    /// <param name="key">A key that has a value.</param>
    /// <returns>The value.</returns>
    /// <exception cref="KeyNotFoundException">The key has no value of this type.</exception>
    public double Number(string key) => Get<double>(key);

    /// <summary>A number that may be absent or <c>none</c>.</summary>
    /// <param name="key">A key of the section.</param>
    /// <returns>The value, or <see langword="null"/>.</returns>
    public double? NumberOrNone(string key) => Find(key)?.Value is double number ? number : null;

    /// <summary>True or false.</summary>
    /// <param name="key">A key that has a value.</param>
    /// <returns>The value.</returns>
    /// <exception cref="KeyNotFoundException">The key has no value of this type.</exception>
    public bool Flag(string key) => Get<bool>(key);

    /// <summary>A text, word or name.</summary>
    /// <param name="key">A key that has a value.</param>
    /// <returns>The value.</returns>
    /// <exception cref="KeyNotFoundException">The key has no value of this type.</exception>
    public string Text(string key) => Get<string>(key);

    /// <summary>A text that may be absent.</summary>
    /// <param name="key">A key of the section.</param>
    /// <returns>The value, or <see langword="null"/>.</returns>
    public string? TextOrNone(string key) => Find(key)?.Value as string;

    /// <summary>A list of texts, words or names.</summary>
    /// <param name="key">A key of the section.</param>
    /// <returns>The values; empty when the key has none.</returns>
    public IReadOnlyList<string> Texts(string key) => List<string>(key);

    /// <summary>A list of whole numbers.</summary>
    /// <param name="key">A key of the section.</param>
    /// <returns>The values; empty when the key has none.</returns>
    public IReadOnlyList<int> Integers(string key) => List<int>(key);

    /// <summary>A list of numbers.</summary>
    /// <param name="key">A key of the section.</param>
    /// <returns>The values; empty when the key has none.</returns>
    public IReadOnlyList<double> Numbers(string key) => List<double>(key);

    /// <summary>A section within this one.</summary>
    /// <param name="key">A key of the section.</param>
    /// <returns>The section, or <see langword="null"/> when the key has no value.</returns>
    public Settings? Section(string key) => Find(key)?.Value as Settings;

    /// <summary>A list of sections.</summary>
    /// <param name="key">A key of the section.</param>
    /// <returns>The sections; empty when the key has none.</returns>
    public IReadOnlyList<Settings> Sections(string key) => List<Settings>(key);

    internal Setting? Find(string key)
    {
        foreach (KeyValuePair<string, Setting> pair in _values)
        {
            if (pair.Key == key)
            {
                return pair.Value;
            }
        }

        return null;
    }

    private T Get<T>(string key) => Find(key)?.Value is T value
        ? value
        : throw new KeyNotFoundException($"The section has no {typeof(T).Name} '{key}'; its keys are {string.Join(", ", Keys)}.");

    private IReadOnlyList<T> List<T>(string key) =>
        Find(key)?.Value is IReadOnlyList<Setting> list ? [.. list.Select(setting => setting.Value).OfType<T>()] : [];
}
