using static TorchSharp.torch;

namespace MlNetMasks.Torch;

/// <summary>A linear layer's weights in a training step: a tape remembers their uses, and the backward pass leaves their gradients.</summary>
/// <param name="tape">Remembers the uses.</param>
/// <param name="name">Name of the parameter, for messages.</param>
internal abstract class TapedProduct(ProductTape tape, string name) : IWeightProduct
{
    private readonly List<Tensor> _inputs = [];
    private readonly List<Tensor> _upstreams = [];

    /// <inheritdoc/>
    public Tensor Multiply(Tensor input) => tape.Multiply(this, input);

    /// <inheritdoc/>
    public IReadOnlyList<LstmState> Unroll(IWeightProduct recurrent, Tensor bias, Tensor input, IReadOnlyList<int> slots, LstmState? start) =>
        tape.Unroll(new LstmProducts(this, (TapedProduct)recurrent, bias), input, slots, start);

    /// <summary>The product itself, outside autograd.</summary>
    /// <param name="input"><c>[groups, in, batch / groups]</c>, contiguous.</param>
    /// <returns><c>[groups, out, batch / groups]</c></returns>
    public abstract Tensor Forward(Tensor input);

    /// <summary>The gradient of the input of <see cref="Forward"/>.</summary>
    /// <param name="upstream">Gradient of its output, contiguous.</param>
    public abstract Tensor Transposed(Tensor upstream);

    /// <summary>Remembers a use that the loss depends on.</summary>
    /// <param name="input">Its input, <c>[groups, in, batch / groups]</c>.</param>
    /// <param name="upstream">Gradient of its output, <c>[groups, out, batch / groups]</c>.</param>
    public void Add(Tensor input, Tensor upstream)
    {
        _inputs.Add(input);
        _upstreams.Add(upstream);
    }

    /// <summary>Forgets the step.</summary>
    public void Clear()
    {
        _inputs.Clear();
        _upstreams.Clear();
    }

    /// <summary>Writes the gradients that follow from all uses of the step.</summary>
    /// <returns>Their squared norm.</returns>
    /// <exception cref="InvalidOperationException">The loss does not depend on the weights.</exception>
    public double WriteGradients()
    {
        if (_inputs.Count < 2)
        {
            return _inputs.Count == 1 ? WriteGradients(_inputs[0], _upstreams[0]) : throw LeafTensors.UnusedParameter(name);
        }

        using var inputs = cat(_inputs, 2);
        using var upstreams = cat(_upstreams, 2);
        return WriteGradients(inputs, upstreams);
    }

    /// <summary>Writes the gradients of the weights or logits.</summary>
    /// <param name="input">Inputs of all uses, <c>[groups, in, rows]</c>.</param>
    /// <param name="upstream">Gradients of their outputs, <c>[groups, out, rows]</c>.</param>
    /// <returns>Their squared norm.</returns>
    protected abstract double WriteGradients(Tensor input, Tensor upstream);
}
