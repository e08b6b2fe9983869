using static TorchSharp.torch;

namespace MlNetMasks.Torch.Tests.Training;

/// <summary>One mask step of the engine beside <see cref="StraightThroughReference"/>.</summary>
internal static class MaskStepComparison
{
    /// <summary>Asserts that both have the same logit gradients and norm.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="table">Its examples.</param>
    /// <param name="weights">The frozen weights.</param>
    /// <param name="options">Batch, samples, regulariser.</param>
    /// <param name="forward">The network written plainly; its outputs are the logits of the symbols in their order.</param>
    public static void AssertSameGradients(
        BoundProblem problem, ExampleTable table, NetworkWeights weights, MaskLearningOptions options, StraightThroughReference.ForwardPass forward)
    {
        using var logits = new MaskLogits(weights, options, key: 11, threads: 1);
        using var reference = new StraightThroughReference(weights, options, forward);
        using var batch = problem.CreateBatch(options.BatchSize);
        Encode(problem, table, batch, 1);
        var norm = RunStep(problem, logits, batch, options, 1);
        reference.Backward(batch.Input, batch.Targets, logits.Draw(1));

        var squares = 0.0;
        for (var layer = 0; layer < weights.MaskLayout.Layers.Count; layer++)
        {
            var expected = reference.Gradients(layer);
            var scale = Math.Sqrt(expected.Average(gradient => gradient * gradient));
            squares += expected.Sum(gradient => gradient * gradient);
            for (var i = 0; i < expected.Length; i++)
            {
                // Terms of both signs cancel in a gradient, so its error is relative to the usual size of a gradient of its layer.
                Assert.AreEqual(expected[i], logits.Gradients.Span(layer)[i], 1e-5 * Math.Max(scale, Math.Abs(expected[i])), $"layer {layer}, logit {i}");
            }
        }

        Assert.AreEqual(Math.Sqrt(squares), norm, 1e-5 * norm);
    }

    /// <summary>Fills a batch with rows that differ from step to step.</summary>
    public static void Encode(BoundProblem problem, ExampleTable table, Batch batch, int step)
        => problem.Encode(table, [.. Enumerable.Range(0, batch.RowCount).Select(i => ((step * 31) + (i * 7)) % table.RowCount)], batch, withTargets: true);

    /// <summary>Does one step; returns the norm of its gradients.</summary>
    public static double RunStep(BoundProblem problem, MaskLogits logits, Batch batch, MaskLearningOptions options, int step)
    {
        using var scope = NewDisposeScope();
        var output = logits.Forward(step, batch.Input.view(options.SampleCount, batch.RowCount / options.SampleCount, -1));
        return logits.Learn(step, problem.Loss(output, batch, slots: null));
    }
}
