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

    public static NetworkDefinition Lstm { get; } = new(
        "lstm",
        "LSTM layers and a linear layer on the last output; biases are not masked, input and output sizes follow from the data.",
        new KeyTable(
            new KeySpec("hidden", new IntegerSpec(1, 16_384), "Units of each layer.") { IsRequired = true },
            new KeySpec("layers", new IntegerSpec(1, 16), "Number of layers.") { Default = "2" },
            new KeySpec("steps", new IntegerSpec(1, 1000), "Time steps in which the input, or each of its frames, is shown.") { Default = "3" }))
    {
        Create = settings => new LstmNetwork(settings.Integer("hidden")) { LayerCount = settings.Integer("layers"), StepCount = settings.Integer("steps") },
        CreateSmallest = _ => new LstmNetwork(1) { LayerCount = 1, StepCount = 2 },
    };
}
