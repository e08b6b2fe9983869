using static TorchSharp.torch;

namespace MlNetMasks.Torch;

/// <summary>
/// Remembers the products of a step, whose outputs autograd sees as leaves, and carries gradients back over them.
/// </summary>
/// <remarks>
/// A function of our own inside autograd would do the same, but an exception that leaves it ends the process, and it costs 3 KiB of managed memory
/// per use. A part of the graph that several products share is walked once for each of them, so graphs are kept until the step ends.
/// </remarks>
internal sealed class ProductTape : IDisposable
{
    private readonly List<Use> _uses = [];

    /// <summary>Multiplies and remembers it.</summary>
    /// <param name="product">What multiplies.</param>
    /// <param name="input"><c>[groups, batch / groups, in]</c></param>
    /// <returns><c>[groups, batch / groups, out]</c></returns>
    public Tensor Multiply(TapedProduct product, Tensor input)
    {
        var source = input.transpose(1, 2);
        var factor = source.is_contiguous() ? source : Copy(source);
        var output = product.Forward(factor);
        if (is_grad_enabled())
        {
            // Handles of the tape's own: the network may dispose of its activations before the backward pass.
            output.requires_grad = true;
            _uses.Add(new Use(product, source.DetachFromDisposeScope(), factor.DetachFromDisposeScope(), output.DetachFromDisposeScope()));
        }

        return output.transpose(1, 2);
    }

    /// <summary>Makes a value a leaf, whose gradient goes on to what made the value when all later uses have added theirs.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The leaf; belongs to the tape, as the value does from now on.</returns>
    public Tensor Cut(Tensor value)
    {
        if (!is_grad_enabled() || !value.requires_grad)
        {
            return value;
        }

        var leaf = value.detach();
        leaf.requires_grad = true;
        _uses.Add(new Use(Product: null, value.DetachFromDisposeScope(), Factor: null, leaf.DetachFromDisposeScope()));
        return leaf;
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
            var (product, source, factor, output) = _uses[i];
            var gradient = output.grad;
            if (gradient is null)
            {
                continue; // the loss does not depend on this use
            }

            if (product is null || factor is null)
            {
                source.backward([gradient], retain_graph: true);
                continue;
            }

            var upstream = gradient.is_contiguous() ? gradient : gradient.contiguous();
            product.Add(factor, upstream);
            if (source.requires_grad)
            {
                using var inputGradient = product.Transposed(upstream);
                source.backward([inputGradient], retain_graph: true);
            }
        }
    }

    /// <summary>Forgets the step.</summary>
    public void Clear()
    {
        foreach (var use in _uses)
        {
            use.Source.Dispose();
            use.Factor?.Dispose();
            use.Output.Dispose();
            use.Product?.Clear();
        }

        _uses.Clear();
    }

    public void Dispose() => Clear();

    private static Tensor Copy(Tensor source)
    {
        using var values = source.detach();
        return values.contiguous();
    }

    /// <summary>One product of the step, or one cut.</summary>
    /// <param name="Product">The weights; null for a cut.</param>
    /// <param name="Source">Input as autograd knows it.</param>
    /// <param name="Factor">Input in contiguous memory; null for a cut.</param>
    /// <param name="Output">The leaf that the network goes on from.</param>
    private readonly record struct Use(TapedProduct? Product, Tensor Source, Tensor? Factor, Tensor Output);
}
