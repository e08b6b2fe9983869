using MlNetMasks.Torch.Kernels;
using MlNetMasks.Torch.Kernels.Cells;
using static TorchSharp.torch;

namespace MlNetMasks.Torch;

/// <summary>
/// Remembers the products of a step, whose outputs autograd sees as leaves, and carries gradients back over them.
/// </summary>
/// <remarks>
/// A function of our own inside autograd would do the same, but an exception that leaves it ends the process, and it costs 3 KiB of managed memory
/// per use. A part of the graph that several products share is walked once for each of them, so graphs are kept until the step ends.
/// </remarks>
/// <param name="workers">The threads; not owned.</param>
internal sealed class ProductTape(BlockWorkers workers) : IDisposable
{
    private readonly LstmKernel _cells = new(workers);
    private readonly List<TapeUse> _uses = [];

    /// <summary>Multiplies and remembers it.</summary>
    /// <param name="product">What multiplies.</param>
    /// <param name="input"><c>[groups, batch / groups, in]</c></param>
    /// <returns><c>[groups, batch / groups, out]</c></returns>
    public Tensor Multiply(TapedProduct product, Tensor input) => Remember(new ProductUse(product, input)).Output.transpose(1, 2);

    /// <summary>Runs an LSTM layer over all time steps and remembers it.</summary>
    /// <param name="products">The layer's weights.</param>
    /// <param name="input">The different inputs side by side, <c>[groups, slots x rows, in]</c>.</param>
    /// <param name="slots">Which of them each time step shows.</param>
    /// <param name="start">State before the first step; null for zero.</param>
    /// <returns>The state after each time step.</returns>
    public IReadOnlyList<LstmState> Unroll(LstmProducts products, Tensor input, IReadOnlyList<int> slots, LstmState? start)
    {
        var use = Remember(new LstmUse(_cells, products, input, slots, start));
        return [.. use.Outputs.Zip(use.Cells, (output, cell) => new LstmState(output.transpose(1, 2), cell.transpose(1, 2)))];
    }

    /// <summary>
    /// Carries the gradient of a loss back to all leaves and through all products, which remember it; within the dispose scope of the step.
    /// </summary>
    /// <param name="loss">The step's loss.</param>
    public void Backward(Tensor loss)
    {
        loss.backward(retain_graph: true);
        for (var i = _uses.Count - 1; i >= 0; i--)
        {
            _uses[i].Backward();
        }
    }

    /// <summary>Forgets the step.</summary>
    public void Clear()
    {
        foreach (var use in _uses)
        {
            use.Dispose();
        }

        _uses.Clear();
    }

    public void Dispose() => Clear();

    private TUse Remember<TUse>(TUse use)
        where TUse : TapeUse
    {
        if (is_grad_enabled())
        {
            use.Keep();
            _uses.Add(use);
        }

        return use;
    }
}
