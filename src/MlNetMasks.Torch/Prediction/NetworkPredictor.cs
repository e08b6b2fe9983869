using static TorchSharp.torch;

namespace MlNetMasks.Torch;

/// <summary>Runs a network with fixed weights. Safe on several threads as long as each brings a scratch of its own. Owns its weights.</summary>
public sealed class NetworkPredictor : IDisposable
{
    /// <summary>Examples per forward pass where many are predicted.</summary>
    public const int BatchSize = 256;

    private readonly NetworkWeights _weights;
    private readonly MaskableNetwork _network;

    /// <summary>Takes over weights.</summary>
    /// <param name="problem">The problem that the network solves.</param>
    /// <param name="weights">The weights; disposed with this object.</param>
    /// <exception cref="ArgumentException">The problem needs a network of other sizes.</exception>
    public NetworkPredictor(BoundProblem problem, NetworkWeights weights)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(weights);
        weights.RequireFit(problem);
        Problem = problem;
        _weights = weights;
        _network = weights.Bind();
    }

    /// <summary>The problem that the network solves.</summary>
    public BoundProblem Problem { get; }

    /// <summary>Makes buffers for one consumer.</summary>
    /// <param name="capacity">Most examples per call, at least 1.</param>
    /// <returns>The buffers; the caller disposes them.</returns>
    public PredictionScratch CreateScratch(int capacity = BatchSize) => new(Problem, capacity);

    /// <summary>Predicts rows.</summary>
    /// <param name="table">The examples.</param>
    /// <param name="rows">At most as many rows as the scratch holds.</param>
    /// <param name="slots">Output slots that must be right; <see langword="null"/> for all.</param>
    /// <param name="withTargets">Whether right answers are there.</param>
    /// <param name="scratch">Receives the answers.</param>
    /// <exception cref="ArgumentException">There are more rows than the scratch holds, or there is no such slot.</exception>
    public void Predict(ExampleTable table, ReadOnlySpan<int> rows, IReadOnlyList<int>? slots, bool withTargets, PredictionScratch scratch)
    {
        ArgumentNullException.ThrowIfNull(scratch);
        if (rows.IsEmpty)
        {
            return;
        }

        Problem.Encode(table, rows, scratch.Batch, withTargets: false);
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var input = scratch.Batch.Input.narrow(0, 0, rows.Length).unsqueeze(0); // [1, rows, inputs]
        Problem.Read(_network.Module.Forward(input, ForwardPass.Evaluation), table, rows, slots, withTargets, scratch.Answers);
    }

    /// <summary>Counts right answers over all rows of a table.</summary>
    /// <param name="table">The examples, targets included.</param>
    /// <param name="slots">Output slots that must be right; <see langword="null"/> for all.</param>
    /// <param name="cancellation">Stops between two batches.</param>
    /// <returns>The counts.</returns>
    /// <exception cref="ArgumentException">There is no such slot.</exception>
    /// <exception cref="OperationCanceledException">Counting was cancelled.</exception>
    public AnswerCounts Count(ExampleTable table, IReadOnlyList<int>? slots, CancellationToken cancellation = default) => Count(table, slots, null, cancellation);

    /// <summary>Counts right answers over all rows of a table, those of similar length together.</summary>
    /// <param name="table">The examples, targets included.</param>
    /// <param name="slots">Output slots that must be right; <see langword="null"/> for all.</param>
    /// <param name="observer">Sees the answers of every batch; <see langword="null"/> for nobody.</param>
    /// <param name="cancellation">Stops between two batches.</param>
    internal AnswerCounts Count(ExampleTable table, IReadOnlyList<int>? slots, AnswerObserver? observer, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(table);
        using var scratch = CreateScratch();
        var counts = new AnswerCounts(Problem.Confusion);
        var order = Order(table);
        for (var first = 0; first < order.Length; first += scratch.Capacity)
        {
            cancellation.ThrowIfCancellationRequested();
            var rows = order.AsSpan(first, Math.Min(scratch.Capacity, order.Length - first));
            Predict(table, rows, slots, withTargets: true, scratch);
            if (Problem.Confusion is not null)
            {
                Problem.ReadConfusion(table, rows, scratch.Answers);
            }

            counts.Add(scratch.Answers, rows.Length);
            observer?.Invoke(rows, scratch.Answers);
        }

        return counts;
    }

    /// <inheritdoc/>
    public void Dispose() => _weights.Dispose();

    /// <summary>All rows; where rows differ in length, short ones first, so that a batch waits for no long one.</summary>
    private int[] Order(ExampleTable table)
    {
        int[] rows = [.. Enumerable.Range(0, table.RowCount)];
        var lengths = Problem.LengthsOf(table);
        return lengths.Count == 0 ? rows : [.. rows.OrderBy(row => lengths[row])];
    }
}
