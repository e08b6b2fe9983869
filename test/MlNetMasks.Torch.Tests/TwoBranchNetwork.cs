using TorchSharp;
using static TorchSharp.torch;

namespace MlNetMasks.Torch.Tests;

/// <summary>A network as a user would write it: a masked gain, a layer applied twice, a masked bias, an unmasked offset and two branches side by side.</summary>
internal sealed record TwoBranchNetwork(int Width) : NetworkSpec
{
    public override NetworkModule Build(NetworkBuilder builder)
    {
        var (inputs, outputs) = (builder.Shape.InputSize, builder.Shape.OutputSize);
        return new Module(
            builder.Declare("gain", [inputs], isMaskable: true, Initializer.Constant(1)),
            builder.Linear("entry", inputs, Width),
            builder.Linear("shared", Width, Width, maskBias: true),
            builder.Linear("left", Width, outputs / 2),
            builder.Linear("right", Width, outputs - (outputs / 2)),
            builder.Declare("offset", [outputs], isMaskable: false, Initializer.Constant(0)));
    }

    /// <summary>The same in plain tensor operations.</summary>
    public static Tensor Reference(Tensor input, IReadOnlyList<Tensor> parameters)
    {
        var x = Linear(input * parameters[0].unsqueeze(1), 1).relu();
        x = Linear(Linear(x, 3).relu(), 3).relu();
        return cat([Linear(x, 5), Linear(x, 7)], 2) + parameters[9].unsqueeze(1);

        Tensor Linear(Tensor value, int weight) => value.matmul(parameters[weight].transpose(1, 2)) + parameters[weight + 1].unsqueeze(1);
    }

    private sealed class Module(Parameter gain, MaskedLinear entry, MaskedLinear shared, MaskedLinear left, MaskedLinear right, Parameter offset) : NetworkModule
    {
        private static readonly Scalar One = 1;

        public override Tensor Forward(Tensor input)
        {
            var x = entry.Forward(input * gain.Value.unsqueeze(1)).relu(); // [groups, batch / groups, width]
            x = shared.Forward(shared.Forward(x).relu()).relu();
            return cat([left.Forward(x), right.Forward(x)], 2).add(offset.Value.unsqueeze(1), One);
        }
    }
}
