using System.CommandLine;
using MlNetMasks.Analysis;
using MlNetMasks.Cli.Output;
using MlNetMasks.Experiments.Running;
using MlNetMasks.Experiments.Runs;

namespace MlNetMasks.Cli.Verbs;

/// <summary><c>mlnetmasks evaluate</c></summary>
internal static class EvaluateVerb
{
    public static Command Create(Session session)
    {
        var common = new CommonOptions();
        common.Seed.Description = "Root seed of the data, 0 or larger; give that of the model's run, or rows it was trained on count as new. Default: 1.";
        var model = new Argument<string>("MODEL") { Description = "Model file of a run (model.zip)." };
        var output = new Option<string?>("--out") { Description = "File to write the results to as well (.csv or .parquet).", HelpName = "file" };
        var command = new Command("evaluate", "Tests a saved model on the evaluation sets of a pipeline file.");
        command.Arguments.Add(model);
        common.AddTo(command);
        command.Options.Add(output);
        command.SetAction(parsed => session.Guard(() => Evaluate(session, parsed, common, parsed.GetValue(model)!, parsed.GetValue(output))));
        return command;
    }

    private static int Evaluate(Session session, ParseResult parsed, CommonOptions common, string model, string? output)
    {
        var write = Writer(output);
        var plans = PlanList.Read(parsed, common);
        if (plans.Count > 1)
        {
            throw new UsageException($"The file has {plans.Count} variants ({string.Join("  ", plans.Select(plan => plan.Variant))}); choose one with --variant.");
        }

        var evaluation = ExperimentRunner.Evaluate(model, plans[0], common.SeedsOf(parsed)[0], session.Cancellation);
        if (output is not null)
        {
            Write(output, path => write(path, evaluation.Records));
        }

        ResultTables.WriteAccuracy(session.Output, evaluation.Records);
        return ExitCode.Done;
    }

    private static Action<string, IReadOnlyList<Masks.ResultRecord>> Writer(string? path) => Path.GetExtension(path)?.ToUpperInvariant() switch
    {
        null or ".CSV" => ResultFile.WriteCsv,
        ".PARQUET" => ResultFile.WriteParquet,
        _ => throw new UsageException($"--out is '{path}'; its ending must be .csv or .parquet."),
    };

    /// <summary>The file appears complete or not at all.</summary>
    private static void Write(string path, Action<string> write)
    {
        var unfinished = path + ".unfinished";
        RunFolder.Guard(path, () =>
        {
            try
            {
                write(unfinished);
                File.Move(unfinished, path, overwrite: true);
            }
            finally
            {
                File.Delete(unfinished);
            }
        });
    }
}
