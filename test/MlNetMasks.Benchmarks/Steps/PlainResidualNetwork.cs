using MlNetMasks.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace MlNetMasks.Benchmarks.Steps;

/// <summary>A residual network of TorchSharp's layers, as anyone would write it.</summary>
internal sealed class PlainResidualNetwork : nn.Module<Tensor, Tensor>
{
    private readonly nn.Module<Tensor, Tensor> _layers;

    public PlainResidualNetwork(ResidualNetwork network, NetworkShape shape)
        : base(nameof(PlainResidualNetwork))
    {
        var image = shape.Image!;
        var perStage = (network.Depth - 2) / 6;
        var layers = nn.Sequential(
            nn.Unflatten(1, [image.ChannelCount, image.Height, image.Width]),
            nn.Conv2d(image.ChannelCount, network.BaseWidth, 3, padding: 1L, bias: false),
            nn.BatchNorm2d(network.BaseWidth),
            nn.ReLU(inplace: true));
        var inputs = network.BaseWidth;
        for (var block = 0; block < 3 * perStage; block++)
        {
            var outputs = network.BaseWidth << (block / perStage);
            layers.append(new Block(inputs, outputs, outputs == inputs ? 1 : 2));
            inputs = outputs;
        }

        layers.append(nn.AdaptiveAvgPool2d(1));
        layers.append(nn.Flatten());
        layers.append(nn.Linear(inputs, shape.OutputSize));
        _layers = layers;
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) => _layers.call(input);

    private sealed class Block : nn.Module<Tensor, Tensor>
    {
        private readonly nn.Module<Tensor, Tensor> _way;
        private readonly nn.Module<Tensor, Tensor> _shortcut;

        public Block(long inputs, long outputs, long stride)
            : base(nameof(Block))
        {
            _way = nn.Sequential(
                nn.Conv2d(inputs, outputs, 3, stride: stride, padding: 1L, bias: false),
                nn.BatchNorm2d(outputs),
                nn.ReLU(inplace: true),
                nn.Conv2d(outputs, outputs, 3, padding: 1L, bias: false),
                nn.BatchNorm2d(outputs));
            _shortcut = stride == 1 ? nn.Identity() : nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride: stride, bias: false), nn.BatchNorm2d(outputs));
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => (_way.call(input) + _shortcut.call(input)).relu_();
    }
}
