using System.CommandLine;
using System.Globalization;
using MlNetMasks.Cli.Output;
using MlNetMasks.Experiments.Running;

namespace MlNetMasks.Cli.Verbs;

/// <summary><c>mlnetmasks validate</c></summary>
internal static class ValidateVerb
{
    public static Command Create(Session session)
    {
        var common = new CommonOptions();
        var command = new Command("validate", "Checks a pipeline file and its data, keeps nothing, and estimates time and memory from a few real steps.");
        common.AddTo(command);
        command.SetAction(parsed => session.Guard(() =>
        {
            var seed = common.SeedsOf(parsed)[0];
            foreach (var plan in PlanList.Read(parsed, common))
            {
                ExperimentRunner.Check(plan, seed, session.Cancellation);
                var estimate = RunEstimator.Estimate(plan, seed, session.Cancellation);
                session.Output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{plan.Experiment} {plan.Variant} {plan.Scale}: valid; {plan.Masks.Count} masks, {plan.Evaluation.Sets.Count} evaluation sets, {plan.Gates.Count} gates; training takes about {Durations.Text(estimate.Duration)} and {estimate.MemoryMebibytes:N0} MiB per seed on this machine."));
            }

            return ExitCode.Done;
        }));
        return command;
    }
}
