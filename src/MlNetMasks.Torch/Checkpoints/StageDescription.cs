using System.Globalization;

namespace MlNetMasks.Torch;

/// <summary>What the result of a stage depends on, besides its examples and its random key.</summary>
internal static class StageDescription
{
    /// <summary>Names and values; taken before the first step, because the weights count as they start.</summary>
    /// <param name="weights">Weights that the stage begins with.</param>
    /// <param name="problem">The problem.</param>
    /// <param name="options">The options.</param>
    /// <param name="optionsType">The type whose options matter; what a caller's own type adds, such as who watches, does not.</param>
    /// <param name="threads">Threads that the stage uses: sums of floats may depend on them.</param>
    public static IEnumerable<(string Name, string Value)> Of(NetworkWeights weights, BoundProblem problem, object options, Type optionsType, int threads) =>
    [
        ("threads", threads.ToString(CultureInfo.InvariantCulture)),
        ("problem", problem.GetType().Name),
        ("network", SettingText.Of(weights.Spec)),
        ("starting weights", ArenaBytes.Hash(weights.Arena)),
        .. weights.Arena.Layout.Slots.Select(slot => ($"tensor {slot.Name}", SettingText.Of(slot.Shape))),
        .. SettingText.Properties(options, optionsType),
    ];
}
