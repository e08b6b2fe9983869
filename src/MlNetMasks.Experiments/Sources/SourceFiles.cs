using MlNetMasks.Experiments.PipelineFiles;
using MlNetMasks.Experiments.PipelineFiles.Keys;

namespace MlNetMasks.Experiments.Sources;

/// <summary>Where sources that can be read from official files or generated take their rows from.</summary>
internal static class SourceFiles
{
    /// <summary>From the official files where the cache holds them, else generated.</summary>
    public const string Auto = "auto";

    /// <summary>From the official files; it is an error when they are missing.</summary>
    public const string Official = "official";

    /// <summary>Generated, whatever the cache holds.</summary>
    public const string Generated = "generated";

    /// <summary>The key <c>data.files</c>.</summary>
    public static KeySpec Key { get; } = new(
        "files", new WordSpec([Auto, Official, Generated]), "Where rows come from: official files where the cache holds them and else generated, only official files, or only generated.")
    {
        Default = Auto,
    };

    /// <summary>Reads files.</summary>
    /// <param name="settings">The settings of the source.</param>
    /// <param name="read">Reads them.</param>
    /// <param name="missing">What to say of a file that does not exist, from its path; by default what the reader says.</param>
    /// <exception cref="PipelineFileException">They cannot be read, or hold what they should not; the message names the file and the line of the setting.</exception>
    public static T Read<T>(Settings settings, Func<T> read, Func<string, string>? missing = null)
    {
        try
        {
            return read();
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            var message = fault is FileNotFoundException { FileName: { } path } && missing is not null ? missing(path) : fault.Message;
            throw new PipelineFileException(settings.PlaceOf("source"), message, fault);
        }
    }
}
