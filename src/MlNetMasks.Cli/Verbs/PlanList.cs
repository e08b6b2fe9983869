using System.CommandLine;
using MlNetMasks.Experiments.PipelineFiles;

namespace MlNetMasks.Cli.Verbs;

/// <summary>The plans that a command line asks for: one per variant.</summary>
internal static class PlanList
{
    public static IReadOnlyList<ExperimentPlan> Read(ParseResult parsed, CommonOptions options)
    {
        var file = PipelineFile.Load(parsed.GetValue(options.File)!);
        var variants = parsed.GetValue(options.Variant) is { Length: > 0 } chosen ? chosen.Distinct() : file.VariantsAt(parsed.GetValue(options.Scale));
        return [.. variants.Select(variant => file.Resolve(variant, parsed.GetValue(options.Scale), parsed.GetValue(options.Set) ?? []))];
    }
}
