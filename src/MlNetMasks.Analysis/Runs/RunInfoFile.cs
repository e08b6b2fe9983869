using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MlNetMasks.Analysis;

/// <summary>Reads and writes <c>run.json</c>.</summary>
public static class RunInfoFile
{
    /// <summary>File name in a run folder.</summary>
    public const string Name = "run.json";

    private const string Remedy = "Restore the file or run again.";

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        NewLine = "\n",
        // The file is never pasted into HTML unencoded, so quotes and non-Latin letters may stay readable.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>Writes the facts of a run as indented JSON with a final line end.</summary>
    /// <param name="path">Path of the file; an existing one is replaced.</param>
    /// <param name="info">The facts.</param>
    /// <exception cref="ArgumentException">A required text is empty or the format version is not the current one.</exception>
    public static void Write(string path, RunInfo info)
    {
        ArgumentNullException.ThrowIfNull(info);
        if (Fault(info) is { } fault)
        {
            throw new ArgumentException(fault, nameof(info));
        }

        File.WriteAllText(path, JsonSerializer.Serialize(info, Options) + "\n");
    }

    /// <summary>Reads the facts of a run; unknown and missing members are refused.</summary>
    /// <param name="path">Path of the file.</param>
    /// <returns>The facts.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="ResultFormatException">The file is not JSON, has a wrong member, or was written by a newer version.</exception>
    public static RunInfo Read(string path)
    {
        string text = File.ReadAllText(path);
        RefuseNewerVersion(path, text);
        try
        {
            RunInfo info = JsonSerializer.Deserialize<RunInfo>(text, Options) ?? throw new ResultFormatException($"{path}: found null, expected a JSON object. {Remedy}");
            return Fault(info) is { } fault ? throw new ResultFormatException($"{path}: {fault} {Remedy}") : info;
        }
        catch (JsonException exception)
        {
            string place = exception.LineNumber is { } line ? $", line {line + 1}, column {exception.BytePositionInLine + 1}" : "";
            string member = string.IsNullOrEmpty(exception.Path) || exception.Path == "$" ? "" : $" ({exception.Path})";
            throw new ResultFormatException($"{path}{place}{member}: {OneLine.Of(Reason(exception))} Expected the facts of a run, format version {RunInfo.CurrentFormatVersion}. {Remedy}", exception);
        }
    }

    // The version is looked at first: a newer file may hold members that this version would report as unknown.
    private static void RefuseNewerVersion(string path, string text)
    {
        JsonDocumentOptions options = new() { AllowDuplicateProperties = true };
        try
        {
            using JsonDocument document = JsonDocument.Parse(text, options);
            if (document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("formatVersion", out JsonElement version)
                && version.ValueKind == JsonValueKind.Number
                && version.TryGetInt32(out int number)
                && number > RunInfo.CurrentFormatVersion)
            {
                throw new ResultFormatException($"{path} (formatVersion): found {number}, expected 1 to {RunInfo.CurrentFormatVersion}. A newer version wrote this run: update MlNetMasks to read it.");
            }
        }
        catch (JsonException exception)
        {
            throw new ResultFormatException($"{path}, line {exception.LineNumber + 1}, column {exception.BytePositionInLine + 1}: not valid JSON. Expected the facts of a run. {Remedy}", exception);
        }
    }

    // The serializer appends its own "Path: ... | LineNumber: ..." which the message already says better.
    private static string Reason(JsonException exception)
    {
        int end = exception.Message.IndexOf(" Path: ", StringComparison.Ordinal);
        return end < 0 ? exception.Message : exception.Message[..end];
    }

    private static string? Fault(RunInfo info)
    {
        if (string.IsNullOrWhiteSpace(info.Experiment))
        {
            return "Experiment is empty, expected the experiment's name.";
        }

        if (string.IsNullOrWhiteSpace(info.Variant))
        {
            return "Variant is empty, expected the variant's name, 'default' where there is only one.";
        }

        if (!RunQuestion.All.Contains(info.Question))
        {
            return $"Question is '{OneLine.Of(info.Question)}', expected one of {string.Join(", ", RunQuestion.All)}.";
        }

        return info.FormatVersion is < 1 or > RunInfo.CurrentFormatVersion
            ? $"FormatVersion is {info.FormatVersion}, expected 1 to {RunInfo.CurrentFormatVersion}."
            : null;
    }
}
