namespace MlNetMasks.Torch;

/// <summary>The buffers of one consumer of a <see cref="NetworkPredictor"/>; never shared between threads.</summary>
public sealed class PredictionScratch : IDisposable
{
    internal PredictionScratch(BoundProblem problem, int capacity)
    {
        Capacity = capacity;
        Batch = problem.CreateBatch(capacity);
        Answers = problem.CreateAnswers(capacity);
    }

    /// <summary>Most examples per forward pass.</summary>
    public int Capacity { get; }

    /// <summary>The answers to the last rows predicted.</summary>
    public Answers Answers { get; }

    internal Batch Batch { get; }

    /// <inheritdoc/>
    public void Dispose() => Batch.Dispose();
}
