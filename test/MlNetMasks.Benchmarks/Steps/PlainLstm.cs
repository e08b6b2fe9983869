using MlNetMasks.Torch;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetMasks.Benchmarks.Steps;

/// <summary>An LSTM of TorchSharp's own layers.</summary>
internal sealed class PlainLstm : nn.Module<Tensor, Tensor>
{
    private readonly NetworkShape _shape;
    private readonly int _stepCount;
    private readonly LSTM _lstm;
    private readonly Linear _output;

    public PlainLstm(LstmNetwork network, NetworkShape shape)
        : base("lstm")
    {
        _shape = shape;
        _stepCount = network.StepCount;
        _lstm = nn.LSTM(shape.InputSize, network.HiddenSize, network.LayerCount, batchFirst: true);
        _output = nn.Linear(network.HiddenSize, shape.OutputSize);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        var rows = input.size(0);
        var frames = input.view(rows, _shape.InputFrameCount, _shape.InputSize);
        var steps = frames.repeat_interleave(_shape.FrameCount / _shape.InputFrameCount * _stepCount, 1); // [batch, steps, in]
        var (states, _, _) = _lstm.call(steps);
        var perAnswer = steps.size(1) / _shape.AnswerCount;
        var read = states.view(rows, _shape.AnswerCount, perAnswer, -1).select(2, perAnswer - 1); // [batch, answers, hidden]
        return _output.call(read).flatten(1);
    }
}
