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
            Notes = DrawNotes.Of(2 * Math.Pow(10, 2 * options.Digits), settings.Integer("train_rows")),
        };
    }
}
