namespace MlNetMasks.Torch;

/// <summary>What a stage carries from step to step besides its position: the numbers it learns and their optimiser.</summary>
/// <param name="Work">What the stage does, for example <c>pretraining</c>.</param>
/// <param name="Values">What is learned: weights or logits.</param>
/// <param name="Optimizer">Their optimiser.</param>
/// <param name="Describe">Everything the result depends on, as text: name and value.</param>
internal sealed record TrainingState(string Work, FloatArena Values, IArenaOptimizer Optimizer, Func<IEnumerable<(string Name, string Value)>> Describe)
{
    /// <summary>What another optimiser learns in the same steps, with a name of its own; <see langword="null"/> for nothing.</summary>
    public (string Name, FloatArena Values, IArenaOptimizer Optimizer)? Companion { get; init; }
}
