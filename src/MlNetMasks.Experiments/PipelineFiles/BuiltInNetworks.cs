using MlNetMasks.Experiments.PipelineFiles.Keys;
using MlNetMasks.Torch;

namespace MlNetMasks.Experiments.PipelineFiles;

/// <summary>The key tables of the network kinds that come with the program.</summary>
internal static class BuiltInNetworks
{
    public static NetworkDefinition FeedForward { get; } = new(
        "feed-forward",
        "Linear layers with ReLU between them; input and output sizes follow from the data.",
        new KeyTable(
            new KeySpec("hidden", new ListSpec(new IntegerSpec(1, 65_536), 0, 64), "Units of each hidden layer, from input to output; [] is a linear classifier.") { IsRequired = true },
            new KeySpec("mask_biases", new FlagSpec(), "Whether masks cover biases too.") { Default = "false" }))
    {
        Create = settings => new FeedForwardNetwork(settings.Integers("hidden")) { MaskBiases = settings.Flag("mask_biases") },
        CreateSmallest = _ => new FeedForwardNetwork([]),
    };
}
