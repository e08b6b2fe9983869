using System.Text.Json.Nodes;
using MlNetMasks.Experiments.PipelineFiles.Nodes;

namespace MlNetMasks.Experiments.PipelineFiles.Keys;

/// <summary>What a key of a pipeline file may hold; one description serves the reader, its messages and the JSON schema.</summary>
public abstract record ValueSpec
{
    private protected ValueSpec()
    {
    }

    /// <summary>The values allowed, as messages name them, for example <c>a whole number from 1 to 6</c>.</summary>
    public abstract string Expected { get; }

    /// <summary>Reads a value; reports each fault and returns <see langword="null"/> when there was one that leaves no value.</summary>
    internal abstract object? Read(ConfigNode node, PipelineErrors errors);

    /// <summary>The JSON schema of the value; in an overlay (a scale or a variant) nothing is required.</summary>
    internal abstract JsonObject ToSchema(bool overlay);

    private protected object? Refuse(ConfigNode node, PipelineErrors errors, string hint = "")
    {
        string end = hint.Length == 0 ? "." : hint.EndsWith('?') ? $"; {hint}" : $"; {hint}.";
        errors.Add(node.Place, $"expected {Expected}, found {node.Found}{end}");
        return null;
    }
}
