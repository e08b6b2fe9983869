namespace MlNetMasks.Analysis;

/// <summary>One example that the control mask and another mask answer differently.</summary>
/// <param name="Experiment">Name of the experiment.</param>
/// <param name="Variant">Variant of the experiment; <c>default</c> where there is only one.</param>
/// <param name="Seed">Root seed of the run.</param>
/// <param name="Mask">The mask that changed the answer.</param>
/// <param name="DataSet">The evaluation set.</param>
/// <param name="Row">Row of the evaluation set, counted from 0.</param>
/// <param name="Input">The input as text.</param>
/// <param name="Expected">The right answer as text.</param>
/// <param name="Control">The answer with the control mask.</param>
/// <param name="Masked">The answer with the mask; empty where the network answers nothing.</param>
public sealed record ChangedAnswer(
    string Experiment,
    string Variant,
    int Seed,
    string Mask,
    string DataSet,
    long Row,
    string Input,
    string Expected,
    string Control,
    string Masked);
