using MlNetMasks.Torch;

namespace MlNetMasks.Experiments.Running;

/// <summary>Where a run stands.</summary>
/// <param name="Variant">Variant of the run.</param>
/// <param name="Seed">Seed of the run.</param>
/// <param name="Phase">What is being done: a stage's name, <c>evaluate</c> or <c>report</c>.</param>
/// <param name="StageNumber">Number of the training stage, from 1; one past the last while evaluating and reporting.</param>
/// <param name="StageCount">Training stages of the run.</param>
/// <param name="Training">The stage's own progress; <see langword="null"/> outside training.</param>
public readonly record struct RunProgress(string Variant, int Seed, string Phase, int StageNumber, int StageCount, TrainingProgress? Training);
