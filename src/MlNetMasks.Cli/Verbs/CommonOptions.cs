using System.CommandLine;
using MlNetMasks.Experiments.Runs;

namespace MlNetMasks.Cli.Verbs;

/// <summary>Options that several verbs share.</summary>
internal sealed class CommonOptions
{
    public Argument<string> File { get; } = new("FILE") { Description = "Pipeline file (YAML)." };

    public Option<int?> Seed { get; } = new("--seed") { Description = "Root seed, 0 or larger. Default: 1." };

    public Option<string?> Seeds { get; } = new("--seeds") { Description = "Several root seeds, one run each: 1-3 or 1,4,7." };

    public Option<string?> Scale { get; } = new("--scale") { Description = "Effort, as the file defines it: quick or paper. Default: the file's default_scale." };

    public Option<string[]> Variant { get; } = new("--variant") { Description = "Variant of the file; may be given several times. Default: all variants." };

    public Option<string[]> Set { get; } = new("--set") { Description = "Overrides a setting, for example masks.functions.add.beta=1e-4; may be given several times." };

    public void AddTo(Command command)
    {
        command.Arguments.Add(File);
        command.Options.Add(Seed);
        command.Options.Add(Scale);
        command.Options.Add(Variant);
        command.Options.Add(Set);
    }

    /// <summary>The seeds asked for.</summary>
    public IReadOnlyList<int> SeedsOf(ParseResult parsed)
    {
        var (one, several) = (parsed.GetValue(Seed), parsed.GetValue(Seeds));
        if (one is not null && several is not null)
        {
            throw new FormatException("--seed and --seeds were both given; use one of them.");
        }

        return one < 0
            ? throw new FormatException($"--seed is {one}; it must be 0 or larger.")
            : several is null ? [one ?? 1] : SeedList.Parse(several);
    }
}
