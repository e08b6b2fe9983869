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
    /// <summary>The answer to the question of the runs.</summary>
    public static Verdict Of(VariantResults variant) => variant.Question switch
    {
        RunQuestion.Reuse => new ReuseAnswer(variant).Build(),
        RunQuestion.Transfer => new TransferAnswer(variant).Build(),
        RunQuestion.Generalize => new GeneralizationAnswer(variant).Build(),
        _ => new SpecializationAnswer(variant).Build(),
    };
}
