namespace MlNetMasks.Torch;

/// <summary>One point of a training curve.</summary>
/// <param name="Step">Step at the end of the interval, counted from 1.</param>
/// <param name="Loss">Task loss, mean over the interval.</param>
/// <param name="Accuracy">Accuracy on the interval's last batch, under the weights or sampled masks of that step.</param>
/// <param name="ClippedShare">Share of the interval's steps whose gradient was clipped.</param>
public sealed record CurvePoint(int Step, double Loss, double Accuracy, double ClippedShare);
