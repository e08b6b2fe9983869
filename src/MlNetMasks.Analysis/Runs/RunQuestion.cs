namespace MlNetMasks.Analysis;

/// <summary>The questions of the paper that a report can answer.</summary>
public static class RunQuestion
{
    /// <summary>P_specialize: do different functions use different weights?</summary>
    public const string Specialize = "specialize";

    /// <summary>P_reuse: does the same function, met in two places, use the same weights?</summary>
    public const string Reuse = "reuse";

    /// <summary>Does a solution learned on all of the data hold weights that only held-out data needs, for example the test set of a generalization split?</summary>
    public const string Generalize = "generalize";

    /// <summary>Do functions that are learned one after another, weights and masks together, use each other's weights?</summary>
    public const string Transfer = "transfer";

    /// <summary>All questions.</summary>
    public static IReadOnlyList<string> All { get; } = [Specialize, Reuse, Generalize, Transfer];
}
