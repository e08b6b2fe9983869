using MlNetMasks.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace MlNetMasks.Benchmarks.Steps;

/// <summary>The paper's network for CIFAR-10.</summary>
/// <param name="Name">Name on the command line.</param>
internal sealed record ConvolutionalStepNet(string Name) : ImageStepNet(Name)
{
    private static readonly ConvolutionalNetwork Network = new([32, 64, 128, 256]);

    public override NetworkSpec Spec => Network;

    public override nn.Module CreatePlain(NetworkShape shape)
    {
        var layers = nn.Sequential(nn.Unflatten(1, [shape.Image!.ChannelCount, shape.Image.Height, shape.Image.Width]));
        for (var (i, inputs) = (0, shape.Image.ChannelCount); i < Network.Channels.Count; inputs = Network.Channels[i++])
        {
            layers.append(nn.Conv2d(inputs, Network.Channels[i], 3, padding: 1L));
            layers.append(nn.ReLU(inplace: true));
            if (i + 1 < Network.Channels.Count)
            {
                layers.append(nn.MaxPool2d(2));
            }
        }

        layers.append(nn.AdaptiveAvgPool2d(1));
        layers.append(nn.Flatten());
        layers.append(nn.Linear(Network.Channels[^1], shape.OutputSize));
        return layers;
    }

    public override Tensor Forward(Tensor input, Tensor targets, IReadOnlyList<Tensor> parameters, NetworkShape shape)
    {
        var x = SideBySide(input, shape.Image!);
        for (var i = 0; i + 2 < parameters.Count; i += 2)
        {
            x = Convolve(x, parameters[i], parameters[i + 1], stride: 1).relu();
            x = i + 4 < parameters.Count ? nn.functional.max_pool2d(x, 2) : x;
        }

        return Answer(x, parameters[^2], parameters[^1]);
    }

    protected override int PixelsOf(string parameter)
    {
        var parts = parameter.Split('.');
        return parts[0] == "output" ? 1 : 32 * 32 >> (2 * int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture));
    }
}
