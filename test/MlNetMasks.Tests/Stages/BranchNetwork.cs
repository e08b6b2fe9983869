using MlNetMasks.Torch;
using static TorchSharp.torch;

namespace MlNetMasks.Tests.Stages;

/// <summary>A user's own network: a hidden layer and a short cut past it, with a property that it computes.</summary>
internal sealed record BranchNetwork(int Width) : NetworkSpec
{
    public int DoubleWidth => 2 * Width;

    public override NetworkModule Build(NetworkBuilder builder) => new Module(
        builder.Linear("hidden", builder.Shape.InputSize, DoubleWidth), builder.Linear("out", DoubleWidth, builder.Shape.OutputSize), builder.Linear("skip", builder.Shape.InputSize, builder.Shape.OutputSize));

    private sealed class Module(MaskedLinear hidden, MaskedLinear output, MaskedLinear skip) : NetworkModule
    {
        public override Tensor Forward(Tensor input) => output.Forward(hidden.Forward(input).tanh()) + skip.Forward(input);
    }
}
