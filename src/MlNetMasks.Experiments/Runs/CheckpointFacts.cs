using System.Text.Json;
using System.Text.Json.Serialization;

namespace MlNetMasks.Experiments.Runs;

/// <summary>What an interrupted run was: stored once beside its checkpoints, before the first of them.</summary>
/// <param name="FormatVersion">Version of the folder's form.</param>
/// <param name="StartedAt">When the run was begun.</param>
/// <param name="Threads">The threads asked for; 0 for a choice by the size of the work.</param>
/// <param name="Configuration">The effective configuration as YAML, without what changes no result.</param>
internal sealed record CheckpointFacts(int FormatVersion, DateTimeOffset StartedAt, int Threads, string Configuration)
{
    public const string Name = "checkpoint.json";
    public const int CurrentFormatVersion = 1;

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        NewLine = "\n",
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    public void Write(Stream stream) => JsonSerializer.Serialize(stream, this, Options);

    /// <summary>Reads the facts.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, or a newer program wrote it.</exception>
    public static CheckpointFacts Read(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            CheckpointFacts facts = JsonSerializer.Deserialize<CheckpointFacts>(stream, Options) ?? throw new JsonException("It is null.");
            return facts.FormatVersion == CurrentFormatVersion ? facts : throw new JsonException($"It has version {facts.FormatVersion}, expected {CurrentFormatVersion}.");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException(
                $"'{path}' says what an interrupted run was, but is damaged or from another version of the program ({exception.Message.TrimEnd('.')}). Discard the interrupted run with --overwrite.", exception);
        }
    }
}
