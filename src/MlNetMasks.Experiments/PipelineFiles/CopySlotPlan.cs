namespace MlNetMasks.Experiments.PipelineFiles;

/// <summary>A copy of the input and output weights of one output slot over those of another, between pretraining and masks.</summary>
/// <param name="From">Output slot whose weights are copied, counted from 0.</param>
/// <param name="To">Output slot whose weights are replaced, counted from 0.</param>
/// <param name="Place">Where it was written.</param>
public sealed record CopySlotPlan(int From, int To, SourcePlace Place);
