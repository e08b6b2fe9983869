using MlNetMasks.Experiments.PipelineFiles.Keys;
using MlNetMasks.Torch;

namespace MlNetMasks.Experiments.PipelineFiles;

/// <summary>A network kind that pipeline files can name; built-in kinds are defined exactly as a user's own.</summary>
/// <param name="Id">Stable id, the value of <c>network.kind</c>.</param>
/// <param name="Description">One plain sentence for editors and help.</param>
/// <param name="Keys">The other keys of <c>network</c>.</param>
public sealed record NetworkDefinition(string Id, string Description, KeyTable Keys)
{
    /// <summary>Makes the architecture from the checked settings.</summary>
    public required Func<Settings, NetworkSpec> Create { get; init; }

    /// <summary>Further checks of the settings that a single key cannot make (default: none).</summary>
    public Func<Settings, IEnumerable<PipelineError>> Check { get; init; } = _ => [];

    /// <summary>Makes the smallest network that the same problems fit, for checks that need some network but not its size (default: the network itself).</summary>
    public Func<Settings, NetworkSpec>? CreateSmallest { get; init; }
}
