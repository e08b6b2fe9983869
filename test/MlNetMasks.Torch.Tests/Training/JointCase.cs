using MlNetMasks.Masks;

namespace MlNetMasks.Torch.Tests.Training;

/// <summary>Several functions on one small network: the same classes of vectors whose features stand in another order.</summary>
internal static class JointCase
{
    public const int Features = 12;

    public static readonly BoundProblem Problem = Tiny.Classification(Features);
    public static readonly FeedForwardNetwork Network = new([32, 24]) { MaskBiases = true };
    public static readonly MaskLearningOptions Options = new() { StepCount = 500, BatchSize = 32, SampleCount = 8, LearningRate = 0.05, Beta = 1e-2 };
    public static readonly JointLearning Joint = new() { WeightLearningRate = 1e-2 };

    /// <summary>Vectors whose features are rotated.</summary>
    public static ExampleTable Rows(int rotation, int rows = 400)
    {
        var values = new float[rows * Features];
        new RandomStream(3).FillUniform(values, -1, 1);
        var labels = Enumerable.Range(0, rows).Select(row => Enumerable.Range(0, 5).MaxBy(c => values[(row * Features) + c])).ToArray();
        var rotated = values.Select((_, i) => values[(i / Features * Features) + ((i + rotation) % Features)]).ToArray();
        return new ExampleTable([new ExampleColumn<float>("Features", Features, rotated), new ExampleColumn<int>("Label", 1, labels)]);
    }

    /// <summary>A mask that keeps about this share of the weights.</summary>
    public static WeightMask RandomMask(string name, MaskLayout layout, double share, ulong key = 5)
    {
        var random = new RandomStream(key);
        return WeightMask.FromLogits(name, layout, layer => Enumerable.Range(0, layout.Layers[layer].Count).Select(_ => (float)(share - random.NextDouble())).ToArray());
    }

    /// <summary>The bits of the weights that a mask keeps, elsewhere 0.</summary>
    public static int[] Bits(NetworkWeights weights, WeightMask mask, int firstLayer = 0) =>
    [
        .. Enumerable.Range(firstLayer, mask.Layout.Layers.Count - firstLayer).SelectMany(layer => weights.Arena.Span(layer).ToArray()
            .Select((value, index) => mask.IsKept(layer, index) ? BitConverter.SingleToInt32Bits(value) : 0)),
    ];

    /// <summary>Share answered right by the weights that a mask keeps.</summary>
    public static double Accuracy(NetworkWeights weights, WeightMask mask, ExampleTable table)
    {
        using var predictor = new NetworkPredictor(Problem, weights.Masked(mask));
        return predictor.Count(table, slots: null).Accuracy;
    }
}
