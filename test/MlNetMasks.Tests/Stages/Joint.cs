using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetMasks.Torch;

namespace MlNetMasks.Tests.Stages;

/// <summary>Three functions of the toy problem that are learned one after another, weights and masks together.</summary>
internal static class Joint
{
    public static readonly FeedForwardNetwork Network = new([12, 8]) { MaskBiases = true };

    public static readonly MaskStageOptions Options = new()
    {
        StepCount = 200,
        BatchSize = 16,
        SampleCount = 8,
        LearningRate = 0.1,
        Beta = 2e-2,
        Threads = 1,
        Joint = new JointLearning { WeightLearningRate = 2e-2, NewLogit = 0 },
    };

    public static readonly (string Name, RowFilter Rows)[] Functions =
        [("yes", RowFilter.KeyIs("Flag", "true")), ("no", RowFilter.KeyIs("Flag", "false")), ("small", RowFilter.Between("Size", 0, 0.35))];

    public static IReadOnlyList<EvaluationSet> Sets { get; } = [.. Functions.Select(function => new EvaluationSet(function.Name, function.Rows))];

    /// <summary>A chain of the first functions.</summary>
    public static TransformerChain<MaskTransformer> Fit(
        MLContext ml, int functions = 3, MaskStageOptions? options = null, Func<string, ICheckpoint?>? checkpoints = null)
    {
        options ??= Options;
        var chain = ml.Masks.Initialise(Network).Append(Stage(0));
        for (var i = 1; i < functions; i++)
        {
            chain = chain.Append(Stage(i));
        }

        return chain.Fit(Toy.Data(ml));

        MaskEstimator Stage(int i) => ml.Masks.LearnJointly(Functions[i].Name, options with { Rows = Functions[i].Rows, Checkpoint = checkpoints?.Invoke(Functions[i].Name) });
    }

    /// <summary>The scores of a column, bit by bit.</summary>
    public static int[] Scores(ITransformer model, IDataView data, string column = "Score")
        => [.. model.Transform(data).GetColumn<float[]>(column).SelectMany(scores => scores).Select(BitConverter.SingleToInt32Bits)];
}
