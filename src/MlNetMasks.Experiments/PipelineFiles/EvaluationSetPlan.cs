namespace MlNetMasks.Experiments.PipelineFiles;

/// <summary>One evaluation set.</summary>
/// <param name="Name">Name, the DataSet of its results.</param>
/// <param name="Rows">Its validation rows; <see langword="null"/> for all.</param>
/// <param name="Slots">The output slots that must be right, counted from 0; empty for all.</param>
/// <param name="Place">Where it was written.</param>
public sealed record EvaluationSetPlan(string Name, RowsPlan? Rows, IReadOnlyList<int> Slots, SourcePlace Place);
