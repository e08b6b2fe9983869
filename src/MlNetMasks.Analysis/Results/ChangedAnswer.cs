namespace MlNetMasks.Analysis;

/// <summary>An answer, a sequence as text, that a function's mask changed.</summary>
/// <param name="Experiment">Name of the experiment.</param>
/// <param name="Variant">Variant of the experiment.</param>
/// <param name="Seed">Root seed of the run.</param>
/// <param name="Mask">The function's mask.</param>
/// <param name="DataSet">Evaluation set.</param>
/// <param name="Row">Row of the set, from 0.</param>
/// <param name="Input">What was asked.</param>
/// <param name="Expected">The right answer.</param>
/// <param name="Control">The answer under the control's mask.</param>
/// <param name="Masked">The answer under <paramref name="Mask"/>.</param>
public sealed record ChangedAnswer(
    string Experiment, string Variant, int Seed, string Mask, string DataSet, long Row, string Input, string Expected, string Control, string Masked);
