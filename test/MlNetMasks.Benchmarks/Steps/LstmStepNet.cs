using MlNetMasks.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace MlNetMasks.Benchmarks.Steps;

/// <summary>An LSTM on add/mul, or on double addition in the mode <c>only_one_io</c>: a frame per pair, read after each.</summary>
/// <param name="Name">Name on the command line.</param>
/// <param name="Network">The network.</param>
/// <param name="IsDoubleAddition">Whether there are two pairs.</param>
internal sealed record LstmStepNet(string Name, LstmNetwork Network, bool IsDoubleAddition) : StepNet(Name)
{
    public override NetworkSpec Spec => Network;

    public override StepData CreateData() => IsDoubleAddition ? StepData.DoubleAddition() : StepData.AddMul();

    public override IEnumerable<StepProduct> Products(NetworkShape shape)
    {
        var (hidden, steps) = (Network.HiddenSize, shape.FrameCount * Network.StepCount);
        for (var layer = 0; layer < Network.LayerCount; layer++)
        {
            yield return layer == 0
                ? new StepProduct(4 * hidden, shape.InputSize, Batch * shape.InputFrameCount, 1, HasInputGradient: false)
                : new StepProduct(4 * hidden, hidden, Batch * steps, 1, HasInputGradient: true);
            yield return new StepProduct(4 * hidden, hidden, Batch, steps - 1, HasInputGradient: true);
        }

        yield return new StepProduct(shape.OutputSize, hidden, Batch * shape.AnswerCount, 1, HasInputGradient: true);
    }

    public override nn.Module CreatePlain(NetworkShape shape) => new PlainLstm(Network, shape);

    public override Tensor Forward(Tensor input, Tensor targets, IReadOnlyList<Tensor> parameters, NetworkShape shape)
    {
        var frames = input.split(shape.InputSize, 2);
        Tensor[] x = [.. frames.SelectMany(frame => Enumerable.Repeat(frame, shape.FrameCount / frames.Length * Network.StepCount))];
        for (var layer = 0; layer < Network.LayerCount; layer++)
        {
            var (weight, recurrent, bias) = (parameters[3 * layer], parameters[(3 * layer) + 1], parameters[(3 * layer) + 2]);
            var output = zeros(input.size(0), input.size(1), Network.HiddenSize);
            var cell = zeros_like(output);
            for (var time = 0; time < x.Length; time++)
            {
                var gates = (x[time].bmm(weight.transpose(1, 2)) + output.bmm(recurrent.transpose(1, 2)) + bias).chunk(4, 2);
                cell = (gates[1].sigmoid() * cell) + (gates[0].sigmoid() * gates[2].tanh());
                output = gates[3].sigmoid() * cell.tanh();
                x[time] = output;
            }
        }

        var answers = Enumerable.Range(0, shape.AnswerCount).Select(answer => x[((answer + 1) * x.Length / shape.AnswerCount) - 1].bmm(parameters[^2].transpose(1, 2)) + parameters[^1]);
        return cat([.. answers], 2);
    }
}
