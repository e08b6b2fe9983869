using System.Globalization;
using static TorchSharp.torch;

namespace MlNetMasks.Torch;

/// <summary>
/// A stack of LSTM layers that sees each frame for some time steps, with a linear layer on the output after the last frame, or after every frame (paper,
/// section 3.1 and appendix A). The state goes on from frame to frame. Input weights start by Xavier's rule, recurrent ones orthogonal, forget biases at 1 and the others at 0; biases are not masked.
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

    /// <summary>Time steps in which a frame is shown, 1 to 1,000; an answer is read after the last of them.</summary>
    /// <value>Default: 3.</value>
    public int StepCount { get; init => field = OptionRange.Check(value, 1, 1000); } = 3;

    /// <inheritdoc/>
    public override NetworkModule Build(NetworkBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Shape.RequireFixedSize("An LSTM with one answer per frame");
        if (StepCount * builder.Shape.FrameCount < 2)
        {
            throw new ArgumentException("StepCount is 1 and there is one frame: the recurrent weights would never be used. Use at least 2 time steps, or a feed-forward network.");
        }

        var layers = new MaskedLstmLayer[LayerCount];
        for (var i = 0; i < layers.Length; i++)
        {
            layers[i] = builder.Lstm(
                string.Create(CultureInfo.InvariantCulture, $"lstm.cells.{i}"), i == 0 ? builder.Shape.InputSize : HiddenSize, HiddenSize);
        }

        return new Module(layers, builder.Linear("output_projection", HiddenSize, builder.Shape.OutputSize), builder.Shape, StepCount);
    }

    private sealed class Module(MaskedLstmLayer[] layers, MaskedLinear output, NetworkShape shape, int stepCount) : NetworkModule
    {
        public override Tensor Forward(Tensor input)
        {
            ArgumentNullException.ThrowIfNull(input);
            var states = Inputs(input);
            foreach (var layer in layers)
            {
                states = layer.Forward(states);
            }

            if (shape.AnswerCount == 1)
            {
                return output.Forward(states[^1]);
            }

            // One product for all answers.
            var rows = input.size(1);
            var read = Enumerable.Range(1, shape.FrameCount).Select(frame => states[(frame * stepCount) - 1]).ToList();
            return cat(output.Forward(cat(read, 1)).split(rows, 1), 2);
        }

        /// <summary>What is shown in each time step; steps with the same input get the same tensor object, so that layers share its product.</summary>
        private IReadOnlyList<Tensor> Inputs(Tensor input)
        {
            var frames = shape.InputFrameCount == 1 ? [input] : input.split(shape.InputSize, 2);
            var steps = shape.FrameCount / frames.Length * stepCount;
            return [.. frames.SelectMany(frame => Enumerable.Repeat(frame, steps))];
        }
    }
}
