using MlNetMasks.Torch;
using static TorchSharp.torch;

namespace MlNetMasks.Benchmarks.Steps;

/// <summary>A convolutional network on pictures of CIFAR-10's size.</summary>
/// <param name="Name">Name on the command line.</param>
internal abstract record ImageStepNet(string Name) : StepNet(Name)
{
    public override StepData CreateData() => ImageRows.Cifar10();

    /// <summary>The bare products of all convolutions, each pixel a row, as if the unfolded images were there.</summary>
    public override IEnumerable<StepProduct> Products(NetworkShape shape) => MaskableNetwork.Build(Spec, shape).Maskable
        .Where(parameter => parameter.Shape.Count is 2 or 4)
        .Select((parameter, index) => new StepProduct(
            parameter.Shape[0], parameter.Shape.Skip(1).Aggregate(1, (product, size) => product * size), Batch * PixelsOf(parameter.Name), 1, HasInputGradient: index > 0));

    /// <summary>Pixels that a layer computes.</summary>
    protected abstract int PixelsOf(string parameter);

    /// <summary>The groups of the input side by side as channels: [batch / samples, samples x channels, height, width].</summary>
    protected static Tensor SideBySide(Tensor input, ImageShape image) =>
        input.transpose(0, 1).reshape(input.size(1), input.size(0) * image.ChannelCount, image.Height, image.Width);

    /// <summary>A convolution of the published algorithm: filters [samples, out, in, size, size], bias [samples, out] or [out] or none.</summary>
    protected static Tensor Convolve(Tensor x, Tensor weight, Tensor? bias, long stride) => nn.functional.conv2d(
        x, weight.flatten(0, 1), bias?.flatten(), strides: [stride, stride], padding: [weight.size(3) / 2, weight.size(3) / 2], dilation: [1, 1], groups: weight.size(0));

    /// <summary>The mean over all pixels and the linear layer: weight [samples, out, in], bias [samples, out].</summary>
    protected static Tensor Answer(Tensor x, Tensor weight, Tensor bias) =>
        x.mean([2L, 3L]).view(x.size(0), weight.size(0), -1).transpose(0, 1).bmm(weight.transpose(1, 2)) + bias.unsqueeze(1);
}
