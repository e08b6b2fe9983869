using static TorchSharp.torch;

namespace MlNetMasks.Torch;

/// <summary>One product of a step.</summary>
internal sealed class ProductUse : TapeUse
{
    private readonly TapedProduct _product;
    private readonly Tensor _source;
    private readonly Tensor _factor;

    /// <summary>Multiplies.</summary>
    /// <param name="product">The weights.</param>
    /// <param name="input"><c>[groups, batch / groups, in]</c></param>
    public ProductUse(TapedProduct product, Tensor input)
    {
        _product = product;
        _source = Hold(input.transpose(1, 2));
        _factor = Hold(FactorOf(_source));
        Output = Hold(product.Forward(_factor));
        Output.requires_grad = is_grad_enabled();
    }

    /// <summary>The leaf that the network goes on from, <c>[groups, out, batch / groups]</c>.</summary>
    public Tensor Output { get; }

    /// <inheritdoc/>
    public override void Backward()
    {
        if (Output.grad is not { } gradient)
        {
            return; // the loss does not depend on this use
        }

        var upstream = Contiguous(gradient);
        _product.Add(_factor, upstream);
        if (_source.requires_grad)
        {
            using var inputGradient = _product.Transposed(upstream);
            _source.backward([inputGradient], retain_graph: true);
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        _product.Clear();
    }
}
