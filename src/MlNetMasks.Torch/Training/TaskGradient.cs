using MlNetMasks.Torch.Kernels;
using static TorchSharp.torch;

namespace MlNetMasks.Torch;

/// <summary>The gradient of the task loss over all rows of a table, without dropout and with the running statistics of batch normalisation, as masks are learned.</summary>
public static class TaskGradient
{
    /// <summary>Computes the gradient on the maskable weights.</summary>
    /// <param name="weights">The weights; not changed.</param>
    /// <param name="problem">The problem.</param>
    /// <param name="table">The examples, targets included.</param>
    /// <param name="slots">Output slots that the loss counts; <see langword="null"/> for all.</param>
    /// <param name="threads">Threads, 0 to 1,024; 0 chooses by the size of the work.</param>
    /// <param name="cancellation">Stops between two batches.</param>
    /// <returns>One array per layer of the mask layout: the gradient of the mean loss per example, row-major.</returns>
    /// <exception cref="ArgumentException">There are no examples or no such output slot, or the problem needs a network of other sizes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of threads is out of range.</exception>
    /// <exception cref="InvalidOperationException">The loss or a gradient is no finite number, or the network does not use a parameter it declares.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static IReadOnlyList<double[]> Of(
        NetworkWeights weights, BoundProblem problem, ExampleTable table, IReadOnlyList<int>? slots, int threads, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(table);
        weights.RequireFit(problem);
        problem.RequireSlots(slots);
        OptionRange.Check(threads, 0, ThreadChoice.Maximum, nameof(threads));
        if (table.RowCount == 0)
        {
            throw new ArgumentException("There are no examples to take a gradient over; check the data and its row filter.", nameof(table));
        }

        using var recording = enable_grad(); // the caller may have switched it off
        var count = ThreadChoice.For(threads, weights.Arena.Layout.Count + weights.RepeatedWork, Math.Min(table.RowCount, NetworkPredictor.BatchSize));
        using var threadScope = TorchRuntime.UseThreads(count);
        using var workers = new BlockWorkers(count);
        using var sum = new GradientSum(weights.Arena.Layout);
        var network = weights.Bind();
        using var gradients = new WeightGradients(network, weights.Arena, sum, workers);
        foreach (var rows in Order(problem, table).Chunk(NetworkPredictor.BatchSize))
        {
            cancellation.ThrowIfCancellationRequested();
            AddBatch(rows);
        }

        return [.. weights.MaskLayout.Layers.Select(layer => sum.Of(weights.Arena.Layout.IndexOf(layer.Name)))];

        void AddBatch(int[] rows)
        {
            using var batch = problem.CreateBatch(rows.Length);
            problem.Encode(table, rows, batch, withTargets: true, slots);
            using var scope = NewDisposeScope();
            gradients.Begin();
            var pass = ForwardPass.OfStep(stageKey: 0, step: 1, batch.Targets, groups: 1, dropsUnits: false);
            var loss = problem.Loss(network.Module.Forward(batch.Input.unsqueeze(0), pass), batch, slots);
            var norm = sum.Step(gradients.Backward(loss));
            if (!double.IsFinite(norm))
            {
                throw new InvalidOperationException($"The gradient over rows {rows[0]} and the {rows.Length - 1} that follow has the norm {norm}, its loss is {loss.item<float>()}; look for a value in the data that is far too large.");
            }

            sum.Add((double)rows.Length / table.RowCount);
        }
    }

    /// <summary>All rows; where rows differ in length, those of similar length together.</summary>
    private static IEnumerable<int> Order(BoundProblem problem, ExampleTable table)
    {
        var lengths = problem.LengthsOf(table);
        var rows = Enumerable.Range(0, table.RowCount);
        return lengths.Count == 0 ? rows : rows.OrderBy(row => lengths[row]);
    }
}
