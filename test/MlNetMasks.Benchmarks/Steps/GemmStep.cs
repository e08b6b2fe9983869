using MlNetMasks.Torch;
using static TorchSharp.torch;

namespace MlNetMasks.Benchmarks.Steps;

/// <summary>The bare matrix products of a mask step: per weight the outputs, the weight gradient and, where it goes on, the input gradients.</summary>
internal sealed class GemmStep : IMeasuredStep
{
    private readonly List<(StepProduct Product, Tensor Weight, Tensor Input, Tensor Upstream)> _weights = [];
    private readonly int _samples;

    public GemmStep(StepNet net)
    {
        _samples = net.Samples;
        TorchRuntime.Initialize();
        foreach (var product in net.Products(net.CreateData().Problem.Shape))
        {
            var rows = product.Uses * product.Rows / _samples;
            _weights.Add((
                product,
                randn(_samples, product.Outputs, product.Inputs),
                randn(_samples, rows, product.Inputs),
                randn(_samples, rows, product.Outputs)));
        }
    }

    public void Step()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        foreach (var (product, weight, input, upstream) in _weights)
        {
            var rows = product.Rows / _samples;
            for (var use = 0; use < product.Uses; use++)
            {
                weight.bmm(input.narrow(1, use * rows, rows).transpose(1, 2)).Dispose();
                if (product.HasInputGradient)
                {
                    upstream.narrow(1, use * rows, rows).bmm(weight).Dispose();
                }
            }

            upstream.transpose(1, 2).bmm(input).Dispose();
        }
    }

    public void Dispose() => _weights.ForEach(weight =>
    {
        weight.Weight.Dispose();
        weight.Input.Dispose();
        weight.Upstream.Dispose();
    });
}
