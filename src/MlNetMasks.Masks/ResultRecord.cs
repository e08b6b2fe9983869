namespace MlNetMasks.Masks;

/// <summary>
/// One observation of a run: every table, figure and report is computed from a flat list of these.
/// Text that does not apply is the empty string, a number that does not apply is <see langword="null"/>.
/// </summary>
/// <param name="Experiment">Name of the experiment, for example <c>quickstart</c>.</param>
/// <param name="Variant">Variant of the experiment, for example the network size; <c>default</c> where there is only one.</param>
/// <param name="Seed">Root seed of the run.</param>
/// <param name="Stage">Name of the stage that made the observation: <c>pretrain</c>, a mask's name, <c>evaluate</c> or <c>analyze</c>.</param>
/// <param name="Mask">Mask the observation is about.</param>
/// <param name="Against">The other mask of a pair, or the predicted class of a confusion.</param>
/// <param name="Condition">How the network was bound.</param>
/// <param name="DataSet">Evaluation set, for example <c>add</c>.</param>
/// <param name="Layer">Maskable tensor, for example <c>layers.0.weight</c>; empty for a total.</param>
/// <param name="Unit">Class, token, histogram bin or other sub-unit.</param>
/// <param name="Step">Training step, counted from 1.</param>
/// <param name="Metric">Name of the metric, see <see cref="Metrics"/>.</param>
/// <param name="Value">The value; NaN when the metric is undefined there (a ratio over an empty mask).</param>
public sealed record ResultRecord(
    string Experiment,
    string Variant,
    int Seed,
    string Stage,
    string Mask,
    string Against,
    Condition Condition,
    string DataSet,
    string Layer,
    string Unit,
    int? Step,
    string Metric,
    double Value);
