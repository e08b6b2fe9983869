namespace MlNetMasks.Analysis;

/// <summary>How a property came out.</summary>
internal enum Outcome
{
    Holds,
    HoldsInPart,
    DoesNotHold,
    Unknown,
}

/// <summary>A property, how it came out, and the sentences that say why.</summary>
internal sealed record Verdict(Outcome Outcome, string Summary, IReadOnlyList<string> Sentences);
