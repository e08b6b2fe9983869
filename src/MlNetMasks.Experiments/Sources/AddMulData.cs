using System.Globalization;
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
            Notes = Notes(options.Digits, settings.Integer("train_rows")),
        };
    }

    // With n rows drawn from m inputs, a fresh input was seen with probability 1 - exp(-n / m).
    private static string[] Notes(int digits, int trainRows)
    {
        const double worthSaying = 0.01;
        var inputs = 2 * Math.Pow(10, 2 * digits);
        var seen = 1 - Math.Exp(-trainRows / inputs);
        return seen > worthSaying
            ? [string.Create(CultureInfo.InvariantCulture, $"There are {inputs:N0} distinct inputs: validation is an independent draw, and about {seen:P1} of it also occurs in training, as in the paper.")]
            : [];
    }
}
