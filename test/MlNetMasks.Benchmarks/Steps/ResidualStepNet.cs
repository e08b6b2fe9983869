using System.Globalization;
using MlNetMasks.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace MlNetMasks.Benchmarks.Steps;

/// <summary>The paper's residual network.</summary>
/// <param name="Name">Name on the command line.</param>
/// <param name="Network">The network.</param>
internal sealed record ResidualStepNet(string Name, ResidualNetwork Network) : ImageStepNet(Name)
{
    public override int Batch => 256;

    public override NetworkSpec Spec => Network;

    private int BlocksPerStage => (Network.Depth - 2) / 6;

    public override nn.Module CreatePlain(NetworkShape shape) => new PlainResidualNetwork(Network, shape);

    public override Tensor Forward(Tensor input, Tensor targets, IReadOnlyList<Tensor> parameters, NetworkShape shape)
    {
        var named = MaskableNetwork.Build(Spec, shape).Parameters.Zip(parameters).ToDictionary(pair => pair.First.Name, pair => pair.Second);
        var x = Normed(SideBySide(input, shape.Image!), "stem.0", "stem.1", 1, named).relu();
        for (var block = 0; block < 3 * BlocksPerStage; block++)
        {
            var (name, stride) = ($"blocks.{block}", block > 0 && block % BlocksPerStage == 0 ? 2 : 1);
            var y = Normed(x, $"{name}.layers.0", $"{name}.layers.1", stride, named).relu();
            y = Normed(y, $"{name}.layers.3", $"{name}.layers.4", 1, named);
            var shortcut = named.ContainsKey($"{name}.shortcut.0.weight") ? Normed(x, $"{name}.shortcut.0", $"{name}.shortcut.1", stride, named) : x;
            x = (y + shortcut).relu();
        }

        return Answer(x, named["output.weight"], named["output.bias"]);
    }

    protected override int PixelsOf(string parameter)
    {
        var parts = parameter.Split('.');
        return parts[0] switch
        {
            "output" => 1,
            "stem" => 32 * 32,
            _ => 32 * 32 >> (2 * (int.Parse(parts[1], CultureInfo.InvariantCulture) / BlocksPerStage)),
        };
    }

    private static Tensor Normed(Tensor x, string convolution, string norm, long stride, Dictionary<string, Tensor> named)
    {
        var weight = named[$"{convolution}.weight"];
        var (samples, channels) = (weight.size(0), weight.size(1));
        var y = Convolve(x, weight, bias: null, stride).view(x.size(0), samples, channels, -1); // [batch / samples, samples, channels, pixels]
        var (mean, variance) = (named[$"{norm}.running_mean"].view(1, 1, -1, 1), named[$"{norm}.running_var"].view(1, 1, -1, 1));
        y = (y - mean) / (variance + 1e-5).sqrt();
        y = (y * named[$"{norm}.weight"].view(1, samples, channels, 1)) + named[$"{norm}.bias"].view(1, samples, channels, 1);
        var size = (x.size(2) - 1 + stride) / stride;
        return y.view(x.size(0), samples * channels, size, size);
    }
}
