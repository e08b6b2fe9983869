using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetMasks.Torch;

namespace MlNetMasks.Tests.Stages;

/// <summary>
/// A small classification problem: three colours, each around a corner of its own. <c>Size</c> takes 0.1 to 0.5, <c>Number</c> -2 to 2, <c>Group</c> the four
/// values of a key without names.
/// </summary>
internal static class Toy
{
    public static readonly FeedForwardNetwork Network = new([12]);

    /// <summary>A few quick steps: enough to run every line, not to learn.</summary>
    public static readonly PretrainStageOptions FewSteps = new() { StepCount = 5, BatchSize = 16 };

    public static readonly MaskStageOptions FewMaskSteps = new() { StepCount = 5, BatchSize = 16 };

    private static readonly string[] Colors = ["red", "green", "blue"];
    private static readonly (float X, float Y)[] Corners = [(0, 0), (1, 0), (0, 1)];

    public static IEnumerable<ToyRow> Rows(int count) => Enumerable.Range(0, count).Select(i => new ToyRow
    {
        Features = [Corners[i % 3].X + (0.02f * (i % 7)), Corners[i % 3].Y + (0.02f * (i % 11))],
        Color = Colors[i % 3],
        Size = 0.1f * ((i % 5) + 1),
        Number = (i % 5) - 2,
        Flag = i % 2 == 0,
        Group = (uint)(i % 4),
    });

    /// <summary>The rows without a label key.</summary>
    public static IDataView Raw(MLContext ml, int count = 120) => ml.Data.LoadFromEnumerable(Rows(count));

    /// <summary>The rows with the key <c>Label</c> of the colour.</summary>
    public static IDataView Data(MLContext ml, int count = 120)
    {
        var raw = Raw(ml, count);
        return ml.Transforms.Conversion.MapValueToKey("Label", "Color").Fit(raw).Transform(raw);
    }

    public static RowFilter Color(string color) => RowFilter.KeyIs("Color", color);

    /// <summary>A chain of a network and one mask per colour.</summary>
    public static EstimatorChain<MaskTransformer> Chain(MLContext ml, PretrainStageOptions? pretrain = null, MaskStageOptions? masks = null)
    {
        masks ??= FewMaskSteps;
        return ml.Masks.Pretrain(Network, pretrain ?? FewSteps)
            .Append(ml.Masks.Learn("red", masks with { Rows = Color("red") }))
            .Append(ml.Masks.Learn("blue", masks with { Rows = Color("blue") }));
    }

    public static string Message<TException>(Action action)
        where TException : Exception => Assert.ThrowsExactly<TException>(action).Message;
}
