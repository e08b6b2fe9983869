using static TorchSharp.torch;

namespace MlNetMasks.Torch.Tests.Training;

/// <summary>A linear network with a fault, as a user could write it.</summary>
internal sealed record SpoiltNetwork(Fault Fault) : NetworkSpec
{
    public override NetworkModule Build(NetworkBuilder builder)
    {
        if (Fault == Fault.Unused)
        {
            builder.Declare("spare", [3], isMaskable: true, Initializer.Constant(1));
        }

        return new Module(Fault, builder.Linear("only", builder.Shape.InputSize, builder.Shape.OutputSize));
    }

    private sealed class Module(Fault fault, MaskedLinear layer) : NetworkModule
    {
        private int _calls;

        public override Tensor Forward(Tensor input)
        {
            var output = layer.Forward(input);
            return fault switch
            {
                Fault.DoubledOutput => cat([output, output], 2),
                Fault.ThrowsInThirdStep when ++_calls == 3 => throw new FormatException("A fault of the user's own."),
                _ => output,
            };
        }
    }
}
