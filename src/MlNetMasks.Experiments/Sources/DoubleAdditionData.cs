using MlNetMasks.Data;
using MlNetMasks.Torch;

namespace MlNetMasks.Experiments.Sources;

/// <summary>Opens the source <c>double-addition</c>.</summary>
internal static class DoubleAdditionData
{
    private static readonly (string Word, PairMode Mode)[] s_modes =
    [
        ("together", PairMode.Together),
        ("only_one", PairMode.OnlyOne),
        ("same_input", PairMode.SameInput),
        ("same_output", PairMode.SameOutput),
        ("same_io", PairMode.SameIo),
        ("only_one_io", PairMode.OnlyOneIo),
    ];

    /// <summary>What <c>data.mode</c> can be.</summary>
    public static IReadOnlyList<string> ModeWords => [.. s_modes.Select(mode => mode.Word)];

    public static ExperimentData Open(DataRequest request)
    {
        var settings = request.Plan.Data.Settings;
        var options = new DoubleAdditionOptions { Digits = settings.Integer("digits"), Seed = request.Seed };
        return new ExperimentData(
            new DoubleAdditionSource(DataSplit.Train, settings.Integer("train_rows"), options),
            new DoubleAdditionSource(DataSplit.Validation, settings.Integer("validation_rows"), options),
            new DoubleAdditionProblem { Mode = s_modes.First(mode => mode.Word == settings.Text("mode")).Mode })
        {
            Notes = DrawNotes.Of(Math.Pow(10, 4 * options.Digits), settings.Integer("train_rows")),
        };
    }
}
