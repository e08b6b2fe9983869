using System.Globalization;
using System.Text.RegularExpressions;

namespace MlNetMasks.Analysis;

/// <summary>The command line that makes the runs of a variant again.</summary>
internal static partial class RunCommand
{
    /// <summary>The command, or <see langword="null"/> where the pipeline file is not known.</summary>
    public static string? Of(VariantResults variant)
    {
        RunInfo info = variant.Runs[0].Info;
        if (info.PipelineFile.Length == 0)
        {
            return null;
        }

        int[] seeds = [.. variant.Runs.Select(run => run.Info.Seed).Distinct().Order()];
        List<string> words = ["mlnetmasks", "run", "pipelines/" + info.PipelineFile];
        if (info.Variant != "default")
        {
            words.AddRange(["--variant", info.Variant]);
        }

        if (info.Scale.Length > 0)
        {
            words.AddRange(["--scale", info.Scale]);
        }

        words.AddRange(seeds.Length == 1 ? ["--seed", Number(seeds[0])] : ["--seeds", List(seeds)]);
        if (info.Threads > 0 && variant.Runs.All(run => run.Info.Threads == info.Threads))
        {
            words.AddRange(["--threads", Number(info.Threads)]);
        }

        words.AddRange(info.Overrides.SelectMany(setting => new[] { "--set", setting }));
        return string.Join(' ', words.Select(Quote));
    }

    private static string List(int[] seeds) => seeds.Length > 2 && (long)seeds[^1] - seeds[0] == seeds.Length - 1
        ? $"{Number(seeds[0])}-{Number(seeds[^1])}"
        : string.Join(',', seeds.Select(Number));

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Quote(string word) => Plain().IsMatch(word) ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    [GeneratedRegex(@"^[A-Za-z0-9._/,:=+-]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Plain();
}
