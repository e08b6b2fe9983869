using MlNetMasks.Masks;
using MlNetMasks.Torch;

namespace MlNetMasks;

/// <summary>
/// Copies the weights of one output slot over those of another: the columns of the first layer that read its inputs, the rows of the last layer that
/// make its outputs, and those outputs' biases.
/// </summary>
internal static class SlotCopy
{
    /// <summary>Makes the copied network.</summary>
    /// <param name="network">The network; not changed.</param>
    /// <param name="from">Output slot whose weights are copied.</param>
    /// <param name="to">Output slot whose weights are replaced.</param>
    /// <exception cref="ArgumentException">There is no such slot, or the slots have no regions of equal size.</exception>
    public static PretrainedNetwork Make(PretrainedNetwork network, int from, int to)
    {
        var (source, target) = (Region(network, from), Region(network, to));
        if (source.InputCount != target.InputCount || source.OutputCount != target.OutputCount)
        {
            throw new ArgumentException(
                $"Slot {from} has {source.InputCount} inputs and {source.OutputCount} outputs of its own, slot {to} {target.InputCount} and {target.OutputCount}; "
                + "only slots of equal size can be copied over each other.");
        }

        using var weights = network.Weights.Thaw();
        var matrices = weights.MaskLayout.Layers.Where(layer => layer.Shape.Count == 2).ToList();
        if (matrices.Count == 0)
        {
            throw new ArgumentException("The network has no maskable matrix whose columns or rows could be copied; use a network of linear layers.");
        }

        RequireInside(matrices[0], Math.Max(source.FirstInput, target.FirstInput) + source.InputCount, matrices[0].Shape[1], "inputs");
        RequireInside(matrices[^1], Math.Max(source.FirstOutput, target.FirstOutput) + source.OutputCount, matrices[^1].Shape[0], "outputs");
        CopyColumns(weights, matrices[0].Name, source.FirstInput, target.FirstInput, source.InputCount);
        CopyRows(weights, matrices[^1].Name, source.FirstOutput, target.FirstOutput, source.OutputCount);
        return new PretrainedNetwork(network.Problem, network.ColumnSizes, weights.Freeze());
    }

    private static SlotRegion Region(PretrainedNetwork network, int slot)
    {
        var count = network.BoundProblem.OutputSlotCount;
        return slot >= count
            ? throw new ArgumentException($"Slot {slot} is to be copied, but the problem has slots 0 to {count - 1}.")
            : network.BoundProblem.SlotRegionOf(slot)
                ?? throw new ArgumentException(
                    $"Slot {slot} of {network.Problem.GetType().Name} has no inputs and outputs of its own, so there is nothing to copy; use a problem whose slots have regions of their own; double addition has them in the modes together, only_one and only_one_io.");
    }

    private static void RequireInside(MaskLayer layer, int end, int size, string what)
    {
        if (end > size)
        {
            throw new ArgumentException($"The slots to copy reach {end} {what}, but layer '{layer.Name}' has {size}; use a network whose first and last layer are those of the problem.");
        }
    }

    private static void CopyColumns(NetworkWeights weights, string name, int from, int to, int count)
    {
        var values = Matrix(weights, name, out var width); // [out, in]
        for (var row = 0; row < values.Length; row += width)
        {
            values.Slice(row + from, count).CopyTo(values.Slice(row + to, count));
        }
    }

    private static void CopyRows(NetworkWeights weights, string name, int from, int to, int count)
    {
        var values = Matrix(weights, name, out var width); // [out, in]
        values.Slice(from * width, count * width).CopyTo(values.Slice(to * width, count * width));
        var bias = weights.Arena.Layout.IndexOf(name[..(name.LastIndexOf('.') + 1)] + "bias");
        if (bias >= 0)
        {
            var biases = weights.Arena.Span(bias); // [out]
            biases.Slice(from, count).CopyTo(biases.Slice(to, count));
        }
    }

    /// <summary>The values of a matrix, row-major.</summary>
    private static Span<float> Matrix(NetworkWeights weights, string name, out int width)
    {
        var slot = weights.Arena.Layout.IndexOf(name);
        width = weights.Arena.Layout.Slots[slot].Shape[1];
        return weights.Arena.Span(slot);
    }
}
