using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetMasks.Data;
using MlNetMasks.Masks;
using MlNetMasks.Torch;

namespace MlNetMasks.Tests.Stages;

/// <summary>The main job on a small scale, fitted once: one-digit numbers are added or multiplied, and each mask keeps one operation.</summary>
internal static class AddMulModel
{
    private static readonly Lazy<TransformerChain<MaskTransformer>> Fitted = new(Fit);

    public static MLContext Context { get; } = new(seed: 1);

    public static TransformerChain<MaskTransformer> Model => Fitted.Value;

    public static IDataView Train { get; } = Source(DataSplit.Train, 20_000);

    public static IDataView Validation { get; } = Source(DataSplit.Validation, 2_000);

    public static RowFilter Operation(string name) => RowFilter.KeyIs("Operation", name);

    public static AddMulSource Source(DataSplit split, int rows) => new(split, rows, new AddMulOptions { Digits = 1, Seed = 1 });

    private static TransformerChain<MaskTransformer> Fit()
    {
        var masks = new MaskStageOptions { StepCount = 1_500, LearningRate = 5e-2, Beta = 1e-4 };
        return Context.Masks.Pretrain(new FeedForwardNetwork([128, 128]), new() { Problem = new DigitsProblem(), StepCount = 2_000 })
            .Append(Context.Masks.Learn("control", masks with { Role = MaskRole.Control }))
            .Append(Context.Masks.Learn("add", masks with { Rows = Operation("add") }))
            .Append(Context.Masks.Learn("mul", masks with { Rows = Operation("mul") }))
            .Fit(Train);
    }
}
