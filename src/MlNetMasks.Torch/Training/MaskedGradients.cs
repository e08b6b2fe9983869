using MlNetMasks.Masks;

namespace MlNetMasks.Torch;

/// <summary>How far masking turns the gradient that the remaining weights get (METHOD, "gradient cosine").</summary>
public static class MaskedGradients
{
    /// <summary>
    /// Cosines between the gradient of the whole network and that of the network with the mask on its last n modules, over the weights that the mask keeps in all modules.
    /// </summary>
    /// <param name="weights">The weights.</param>
    /// <param name="mask">The mask, of this network's layout.</param>
    /// <param name="problem">The problem.</param>
    /// <param name="table">The examples that the gradient is taken over, targets included.</param>
    /// <param name="slots">Output slots that the loss counts; <see langword="null"/> for all.</param>
    /// <param name="threads">Threads, 0 to 1,024; 0 chooses by the size of the work.</param>
    /// <param name="cancellation">Stops between two batches.</param>
    /// <returns>One value in [-1, 1] per n from 0 to the number of modules, the first exactly 1; NaN where one of the gradients is zero.</returns>
    /// <exception cref="ArgumentException">The mask belongs to another network, there are no examples or no such output slot, or the problem needs a network of other sizes.</exception>
    /// <exception cref="InvalidOperationException">The loss or a gradient is no finite number.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static IReadOnlyList<double> Cosines(
        FrozenWeights weights, WeightMask mask, BoundProblem problem, ExampleTable table, IReadOnlyList<int>? slots, int threads, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(mask);
        var whole = Gradient(null);
        return [.. Enumerable.Range(0, mask.Layout.Modules.Count + 1).Select(count => Cosine(whole, count == 0 ? whole : Gradient(mask.OnLastModules(count)), mask))];

        IReadOnlyList<double[]> Gradient(WeightMask? partial)
        {
            using var thawed = weights.Thaw(partial);
            return TaskGradient.Of(thawed, problem, table, slots, threads, cancellation);
        }
    }

    private static double Cosine(IReadOnlyList<double[]> a, IReadOnlyList<double[]> b, WeightMask mask)
    {
        var (product, squareA, squareB) = (0.0, 0.0, 0.0);
        for (var layer = 0; layer < a.Count; layer++)
        {
            for (var i = 0; i < a[layer].Length; i++)
            {
                if (mask.IsKept(layer, i))
                {
                    product += a[layer][i] * b[layer][i];
                    squareA += a[layer][i] * a[layer][i];
                    squareB += b[layer][i] * b[layer][i];
                }
            }
        }

        // The root of a square is exact, so that equal gradients have a cosine of exactly 1.
        return squareA > 0 && squareB > 0 ? Math.Clamp(product / Math.Sqrt(squareA * squareB), -1, 1) : double.NaN;
    }
}
