using MlNetMasks.Data;
using MlNetMasks.Torch;

namespace MlNetMasks.Experiments.Sources;

/// <summary>Opens the source <c>addmul</c>.</summary>
internal static class AddMulData
{
    public static ExperimentData Open(DataRequest request)
    {
        var settings = request.Plan.Data.Settings;
        var options = new AddMulOptions { Digits = settings.Integer("digits"), Seed = request.Seed };
        return new ExperimentData(
            new AddMulSource(DataSplit.Train, settings.Integer("train_rows"), options),
            new AddMulSource(DataSplit.Validation, settings.Integer("validation_rows"), options),
            new DigitsProblem())
        {
            Notes = options.Digits <= 2
                ? [$"There are only {DistinctInputs(options.Digits):N0} distinct inputs: validation is an independent draw and overlaps training, as in the paper."]
                : [],
        };
    }

    private static long DistinctInputs(int digits) => 2 * (long)Math.Pow(10, 2 * digits);
}
