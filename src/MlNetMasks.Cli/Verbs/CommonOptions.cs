using System.CommandLine;
using System.Globalization;
using MlNetMasks.Experiments.Runs;

namespace MlNetMasks.Cli.Verbs;

/// <summary>Options that several verbs share.</summary>
internal sealed class CommonOptions
{
    public Argument<string> File { get; } = new("FILE") { Description = "Pipeline file (YAML)." };

    public Option<int?> Seed { get; } = Number("--seed", int.MaxValue, "Root seed, 0 or larger. Default: 1.");

    public Option<string?> Seeds { get; } = new("--seeds") { Description = "Several root seeds, one run each: 1-3 or 1,4,7.", HelpName = "list" };

    public Option<string?> Scale { get; } = new("--scale") { Description = "Effort, as the file defines it: quick or paper. Default: the file's default_scale.", HelpName = "name" };

    public Option<string[]> Variant { get; } = new("--variant") { Description = "Variant of the file; may be given several times. Default: all variants, or those that the scale lists.", HelpName = "name" };

    public Option<string[]> Set { get; } = new("--set") { Description = "Overrides a setting, for example masks.functions.add.beta=1e-4; may be given several times.", HelpName = "key=value" };

    /// <summary>A whole number; other text is refused in words of our own, because the parser's name the type of .NET.</summary>
    public static Option<int?> Number(string name, int maximum, string description) => new(name)
    {
        Description = description,
        HelpName = "number",
        CustomParser = result =>
        {
            if (int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value <= maximum)
            {
                return value;
            }

            result.AddError($"{name} is '{result.Tokens[0].Value}'; it must be a whole number from 0 to {maximum}");
            return null;
        },
    };

    /// <summary>A number of minutes.</summary>
    public static Option<double?> Minutes(string name, double maximum, string description) => new(name)
    {
        Description = description,
        HelpName = "number",
        CustomParser = result =>
        {
            if (double.TryParse(result.Tokens[0].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value <= maximum)
            {
                return value;
            }

            result.AddError($"{name} is '{result.Tokens[0].Value}'; it must be a number from 0 to {maximum.ToString(CultureInfo.InvariantCulture)}, for example 5 or 0.5");
            return null;
        },
    };

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
            throw new UsageException("--seed and --seeds were both given; use one of them.");
        }

        try
        {
            return several is null ? [one ?? 1] : SeedList.Parse(several);
        }
        catch (FormatException e)
        {
            throw new UsageException($"--{e.Message}");
        }
    }
}
