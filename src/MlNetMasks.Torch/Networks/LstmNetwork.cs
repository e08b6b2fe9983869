using System.Globalization;
using static TorchSharp.torch;

namespace MlNetMasks.Torch;

/// <summary>
/// A stack of LSTM layers that sees the same input in every time step, with a linear layer on the last output (paper, section 3.1 and appendix A).
/// Input weights start by Xavier's rule, recurrent ones orthogonal, forget biases at 1 and the others at 0; biases are not masked.
/// </summary>
/// <param name="HiddenSize">Units of a layer, 1 to 16,384.</param>
public sealed record LstmNetwork(int HiddenSize) : NetworkSpec
{
    /// <summary>Units of a layer.</summary>
    public int HiddenSize { get; } = HiddenSize is >= 1 and <= 16_384
        ? HiddenSize
        : throw new ArgumentOutOfRangeException(nameof(HiddenSize), HiddenSize, "A layer takes 1 to 16,384 units.");

    /// <summary>Number of layers, 1 to 16.</summary>
    /// <value>Default: 2.</value>
    public int LayerCount { get; init => field = OptionRange.Check(value, 1, 16); } = 2;

    /// <summary>Time steps in which the input is shown, 1 to 1,000; the answer is read after the last one.</summary>
    /// <value>Default: 3.</value>
    public int StepCount { get; init => field = OptionRange.Check(value, 1, 1000); } = 3;

    /// <inheritdoc/>
    public override NetworkModule Build(NetworkBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var layers = new MaskedLstmLayer[LayerCount];
        for (var i = 0; i < layers.Length; i++)
        {
            layers[i] = builder.Lstm(
                string.Create(CultureInfo.InvariantCulture, $"lstm.cells.{i}"), i == 0 ? builder.Shape.InputSize : HiddenSize, HiddenSize);
        }

        return new Module(layers, builder.Linear("output_projection", HiddenSize, builder.Shape.OutputSize), StepCount);
    }

    private sealed class Module(MaskedLstmLayer[] layers, MaskedLinear output, int stepCount) : NetworkModule
    {
        public override Tensor Forward(Tensor input)
        {
            IReadOnlyList<Tensor> states = [.. Enumerable.Repeat(input, stepCount)];
            foreach (var layer in layers)
            {
                states = layer.Forward(states);
            }

            return output.Forward(states[^1]);
        }
    }
}
