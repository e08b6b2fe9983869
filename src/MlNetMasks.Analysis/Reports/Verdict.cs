namespace MlNetMasks.Analysis;

/// <summary>How a property came out.</summary>
internal enum Outcome
{
    Holds,
    HoldsInPart,
    DoesNotHold,
    Unknown,
}

/// <summary>A property, how it came out, by which rule, and the sentences that say why.</summary>
internal sealed record Verdict(Outcome Outcome, string Summary, string Rule, IReadOnlyList<string> Sentences)
{
    /// <summary>What follows from checks, of which at least one was made.</summary>
    /// <param name="met">Checks that speak for the property.</param>
    /// <param name="made">All checks.</param>
    public static Outcome OutcomeOf(int met, int made) => met == made ? Outcome.Holds : met == 0 ? Outcome.DoesNotHold : Outcome.HoldsInPart;

    /// <summary>The answer to the question of the runs. Masks that leave classes out ask for specialization too, and have an answer of their own there.</summary>
    public static Verdict Of(VariantResults variant) => variant.Question switch
    {
        RunQuestion.Reuse => new ReuseAnswer(variant).Build(),
        RunQuestion.Transfer => new TransferAnswer(variant).Build(),
        RunQuestion.Generalize => new GeneralizationAnswer(variant).Build(),
        _ => new SpecializationAnswer(variant).Build(),
    };
}
