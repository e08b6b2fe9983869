using System.Text.RegularExpressions;

namespace MlNetMasks.Data;

/// <summary>One official file of a data set, as its manifest describes it.</summary>
public sealed partial record DataFile
{
    /// <summary>Relative path with forward slashes: below the sources' addresses, and below the set's folder in a <see cref="DataCache"/>.</summary>
    /// <value>Letters, digits, <c>.</c>, <c>-</c> and <c>_</c>; no part starts or ends with a dot, and the last does not end in <c>.part</c>.</value>
    /// <exception cref="InvalidDataException">The value is no such path.</exception>
    public required string Path { get; init => field = Checked(value); }

    /// <summary>Size in bytes, also the most that a download takes.</summary>
    /// <value>1 or more.</value>
    /// <exception cref="InvalidDataException">The value is 0 or less.</exception>
    public required long Size
    {
        get;
        init => field = value > 0 ? value : throw new InvalidDataException($"size is {value}, expected the file's size in bytes, 1 or more.");
    }

    /// <summary>SHA-256 of the content.</summary>
    /// <value>64 lower-case hexadecimal digits.</value>
    /// <exception cref="InvalidDataException">The value is not that.</exception>
    public required string Sha256
    {
        get;
        init => field = value is not null && HashPattern().IsMatch(value)
            ? value
            : throw new InvalidDataException($"sha256 is '{value}', expected 64 lower-case hexadecimal digits.");
    }

    /// <summary>The last part of <see cref="Path"/>.</summary>
    internal string Name => Path[(Path.LastIndexOf('/') + 1)..];

    /// <summary>Requires a path that stays below the folder it is put into, on every system.</summary>
    internal static string Checked(string path) => path is not null && PathPattern().IsMatch(path) && !path.EndsWith(PartFile.Ending, StringComparison.OrdinalIgnoreCase)
        ? path
        : throw new InvalidDataException($"path is '{path}', expected a relative path of letters, digits, '.', '-' and '_' with forward slashes, for example 'train/images.gz'.");

    [GeneratedRegex(@"^[A-Za-z0-9_-]+(\.+[A-Za-z0-9_-]+)*(/[A-Za-z0-9_-]+(\.+[A-Za-z0-9_-]+)*)*\z")]
    private static partial Regex PathPattern();

    [GeneratedRegex(@"^[0-9a-f]{64}\z")]
    private static partial Regex HashPattern();
}
