using MlNetMasks.Torch;
using static TorchSharp.torch;

namespace MlNetMasks.Benchmarks.Steps;

/// <summary>The bare matrix products of a mask step: per layer the output, the weight gradient and, behind the first layer, the input gradient.</summary>
internal sealed class GemmStep : IMeasuredStep
{
    private readonly List<(Tensor Weight, Tensor Input, Tensor Upstream)> _layers = [];

    public GemmStep(StepNet net)
    {
        TorchRuntime.Initialize();
        var (problem, _) = StepData.Create();
        var sizes = net.Sizes(problem);
        var rows = net.Batch / net.Samples;
        for (var i = 0; i + 1 < sizes.Length; i++)
        {
            _layers.Add((randn(net.Samples, sizes[i + 1], sizes[i]), randn(net.Samples, rows, sizes[i]), randn(net.Samples, rows, sizes[i + 1])));
        }
    }

    public void Step()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        for (var i = 0; i < _layers.Count; i++)
        {
            var (weight, input, upstream) = _layers[i];
            weight.bmm(input.transpose(1, 2)).Dispose();
            upstream.transpose(1, 2).bmm(input).Dispose();
            if (i > 0)
            {
                upstream.bmm(weight).Dispose();
            }
        }
    }

    public void Dispose() => _layers.ForEach(layer =>
    {
        layer.Weight.Dispose();
        layer.Input.Dispose();
        layer.Upstream.Dispose();
    });
}
