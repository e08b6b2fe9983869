using System.Text.RegularExpressions;

namespace MlNetMasks.Data.Tests.Mathematics;

/// <summary>What the distribution of a module's examples is described by.</summary>
internal static partial class ExampleStatistics
{
    public static IEnumerable<(MathematicsModule Module, MathematicsDifficulty Difficulty)> Regimes =>
        from module in Enum.GetValues<MathematicsModule>()
        from difficulty in Enum.GetValues<MathematicsDifficulty>()
        where MathematicsFiles.Exists(module, difficulty)
        select (module, difficulty);

    public static IEnumerable<object[]> RegimeRows => Regimes.Select(static regime => new object[] { regime.Module, regime.Difficulty });

    public static MathematicsExample[] Draw(MathematicsModule module, MathematicsDifficulty difficulty, int count, int seed = 1)
    {
        var generator = new MathematicsGenerator(module, seed);
        var examples = new MathematicsExample[count];
        Parallel.For(0, count, i => examples[i] = generator.Example(difficulty, i));
        return examples;
    }

    /// <summary>The wording: numbers become N, lists and polynomials become P, variables v.</summary>
    public static string Template(MathematicsModule module, string question)
    {
        string text = Number().Replace(question, "N");
        return module switch
        {
            MathematicsModule.AddOrSub => text,
            MathematicsModule.Sort => NumberList().Replace(text, "P"),
            MathematicsModule.Linear1D => "Solve " + VisibleTerms(module, question),
            MathematicsModule.Collect => "Collect " + VisibleTerms(module, question),
            _ => Wrt().Replace(PolynomialPart().Replace(question, "$1 P"), "$1 v"),
        };
    }

    /// <summary>Terms of an equation or sum, numbers of a list, variables of a derivative, and 1 for arithmetic.</summary>
    public static int VisibleTerms(MathematicsModule module, string question) => module switch
    {
        MathematicsModule.Linear1D => TermsOf(question[6..question.IndexOf(" for ", StringComparison.Ordinal)]),
        MathematicsModule.Collect => TermsOf(question[21..^1]),
        MathematicsModule.Sort => question.Count(static c => c == ',') + 1,
        MathematicsModule.Differentiate => PolynomialOf(question).Where(char.IsAsciiLetterLower).Distinct().Count(),
        _ => 1,
    };

    public static int Order(string question) =>
        question.Contains(" second ", StringComparison.Ordinal) ? 2 : question.Contains(" third ", StringComparison.Ordinal) ? 3 : 1;

    private static string PolynomialOf(string question) => PolynomialPart().Match(question).Groups[2].Value;

    // An empty side of an equation is a 0 that is no term; a term 0 stands beside others or behind a minus.
    private static int TermsOf(string text) => text.Split(" = ").Sum(static side => side == "0" ? 0 : side.Split(' ').Count(static part => part is not ("+" or "-")));

    [GeneratedRegex(@"-?\d+(?:[./]\d+)?")]
    private static partial Regex Number();

    [GeneratedRegex(@"N(?:, N)+")]
    private static partial Regex NumberList();

    [GeneratedRegex(@"(derivative of|Differentiate) (.+?)(?= wrt | with |\.$|\?$)")]
    private static partial Regex PolynomialPart();

    [GeneratedRegex(@"(wrt|respect to) [a-z]")]
    private static partial Regex Wrt();
}
