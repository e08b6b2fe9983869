using System.CommandLine;
using MlNetMasks.Analysis;
using MlNetMasks.Cli.Output;
using MlNetMasks.Experiments.Running;

namespace MlNetMasks.Cli.Verbs;

/// <summary><c>mlnetmasks evaluate</c></summary>
internal static class EvaluateVerb
{
    public static Command Create(Session session)
    {
        var common = new CommonOptions();
        var model = new Argument<string>("MODEL") { Description = "Model file of a run (model.zip)." };
        var output = new Option<string?>("--out") { Description = "File to write the results to as well (.csv or .parquet)." };
        var command = new Command("evaluate", "Tests a saved model on the evaluation sets of a pipeline file.");
        command.Arguments.Add(model);
        common.AddTo(command);
        command.Options.Add(output);
        command.SetAction(parsed => session.Guard(() =>
        {
            var plans = PlanList.Read(parsed, common);
            if (plans.Count > 1)
            {
                throw new FormatException($"The file has {plans.Count} variants ({string.Join(", ", plans.Select(plan => plan.Variant))}); choose one with --variant.");
            }

            var evaluation = ExperimentRunner.Evaluate(parsed.GetValue(model)!, plans[0], common.SeedsOf(parsed)[0], session.Cancellation);
            ResultTables.WriteAccuracy(session.Output, evaluation.Records);
            switch (parsed.GetValue(output))
            {
                case { } path when path.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase):
                    ResultFile.WriteParquet(path, evaluation.Records);
                    break;
                case { } path when path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase):
                    ResultFile.WriteCsv(path, evaluation.Records);
                    break;
                case { } path:
                    throw new FormatException($"--out is '{path}'; its ending must be .csv or .parquet.");
            }

            return ExitCode.Done;
        }));
        return command;
    }
}
