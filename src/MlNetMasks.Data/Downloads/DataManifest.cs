using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace MlNetMasks.Data;

/// <summary>Where the official files of a data set come from, and how to know that they are right.</summary>
public sealed partial record DataManifest
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        AllowDuplicateProperties = false,
    };

    /// <summary>Name of the data set, and of its folder in a <see cref="DataCache"/>.</summary>
    /// <value>Lower-case letters, digits and hyphens, first a letter.</value>
    /// <exception cref="InvalidDataException">The value is not that.</exception>
    public required string Name { get; init => field = CheckedName(value); }

    /// <summary>What the data set is, in a few words.</summary>
    /// <exception cref="InvalidDataException">The value is empty.</exception>
    public required string Title { get; init => field = Filled(value, "title"); }

    /// <summary>The authors' page.</summary>
    public required Uri Homepage { get; init; }

    /// <summary>What to cite.</summary>
    /// <exception cref="InvalidDataException">The value is empty.</exception>
    public required string Citation { get; init => field = Filled(value, "citation"); }

    /// <summary>Licence of the files.</summary>
    /// <value>An SPDX name where there is one.</value>
    /// <exception cref="InvalidDataException">The value is empty.</exception>
    public required string Licence { get; init => field = Filled(value, "licence"); }

    /// <summary>Addresses that hold the same files, tried in this order; a file's path is put behind.</summary>
    /// <value>At least one; http or https, ending with a slash.</value>
    /// <exception cref="InvalidDataException">There is none, or one is no such address.</exception>
    public required IReadOnlyList<Uri> Sources { get; init => field = CheckedSources(value); }

    /// <summary>The files.</summary>
    /// <value>At least one; no path occurs twice, also when letters' case is ignored.</value>
    /// <exception cref="InvalidDataException">There is none, or a path occurs twice.</exception>
    public required IReadOnlyList<DataFile> Files { get; init => field = CheckedFiles(value); }

    /// <summary>Reads a manifest; unknown, repeated and missing members are refused.</summary>
    /// <param name="json">A JSON object with the members of this type in camel case.</param>
    /// <param name="origin">What to call the text in messages, for example its path.</param>
    /// <exception cref="InvalidDataException">The text is no valid manifest; the message names the origin and the fault.</exception>
    public static DataManifest Parse(string json, string origin)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            return JsonSerializer.Deserialize<DataManifest>(json, Options) ?? throw new InvalidDataException("found null, expected a JSON object.");
        }
        catch (Exception exception) when (exception is JsonException or InvalidDataException)
        {
            throw new InvalidDataException($"{origin} is no valid manifest: {exception.Message.ReplaceLineEndings(" ")} See data/README.md for the members.", exception);
        }
    }

    /// <summary>Requires a data set's name.</summary>
    internal static string CheckedName(string name) => name is not null && NamePattern().IsMatch(name)
        ? name
        : throw new InvalidDataException($"name is '{name}', expected lower-case letters, digits and hyphens, first a letter.");

    private static string Filled(string value, string member)
        => string.IsNullOrWhiteSpace(value) ? throw new InvalidDataException($"{member} is empty, expected a text.") : value;

    private static Uri[] CheckedSources(IReadOnlyList<Uri> sources)
    {
        foreach (Uri source in sources)
        {
            if (!source.IsAbsoluteUri || !Redirects.IsHttp(source) || !source.AbsoluteUri.EndsWith('/') || source.UserInfo.Length > 0)
            {
                throw new InvalidDataException($"the source '{source}' is not usable; expected an http or https address that ends with a slash and holds no password.");
            }
        }

        return sources.Count > 0 ? [.. sources] : throw new InvalidDataException("sources is empty, expected at least one address.");
    }

    private static DataFile[] CheckedFiles(IReadOnlyList<DataFile> files)
    {
        HashSet<string> paths = new(StringComparer.OrdinalIgnoreCase);
        foreach (DataFile file in files)
        {
            if (!paths.Add(file.Path))
            {
                throw new InvalidDataException($"the path '{file.Path}' occurs twice; each file has a path of its own.");
            }
        }

        return files.Count > 0 ? [.. files] : throw new InvalidDataException("files is empty, expected at least one file.");
    }

    [GeneratedRegex(@"^[a-z][a-z0-9-]*\z")]
    private static partial Regex NamePattern();
}
