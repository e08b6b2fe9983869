using MlNetMasks.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace MlNetMasks.Benchmarks.Steps;

/// <summary>An encoder-decoder LSTM on sequences of SCAN's lengths.</summary>
/// <param name="Name">Name on the command line.</param>
/// <param name="Network">The network; it sees the right answers always or never, so that all steps are alike.</param>
internal sealed record SequenceLstmStepNet(string Name, EncoderDecoderLstmNetwork Network) : SequenceStepNet(Name)
{
    public override NetworkSpec Spec => Network;

    public override StepData CreateData() => SequenceRows.Scan(Rows);

    public override nn.Module CreatePlain(NetworkShape shape) => new PlainSequenceLstm(Network, shape);

    public override Tensor Forward(Tensor input, Tensor targets, IReadOnlyList<Tensor> parameters, NetworkShape shape)
    {
        var named = Named(parameters, shape);
        var (ids, isPadding) = Read(input);
        var states = Enumerable.Range(0, Network.LayerCount).Select(_ => (Output: zeros(input.size(0), input.size(1), Network.HiddenSize), Cell: zeros(input.size(0), input.size(1), Network.HiddenSize))).ToArray();
        for (var time = 0; time < ids.size(2); time++)
        {
            var before = states.ToArray();
            _ = Step("encoder", ids.select(2, time), states, named);
            var ended = isPadding.select(2, time).unsqueeze(-1);
            for (var layer = 0; layer < states.Length; layer++)
            {
                states[layer] = (where(ended, before[layer].Output, states[layer].Output), where(ended, before[layer].Cell, states[layer].Cell));
            }
        }

        var shown = Shown(targets, shape.OutputSize - 1);
        var outputs = new Tensor[shown.size(2)];
        var token = shown.select(2, 0);
        for (var time = 0; time < outputs.Length; time++)
        {
            var output = Step("decoder", Network.TeacherForcing > 0 ? shown.select(2, time) : token, states, named);
            outputs[time] = Linear(output, named["decoder.output_projection.weight"]) + named["decoder.output_projection.bias"];
            token = outputs[time].argmax(-1);
        }

        return cat(outputs, 2);
    }

    private static Tensor Step(string half, Tensor tokens, (Tensor Output, Tensor Cell)[] states, Dictionary<string, Tensor> named)
    {
        var x = nn.functional.one_hot(tokens, named[$"{half}.embedding.weight"].size(0)).to(ScalarType.Float32).matmul(named[$"{half}.embedding.weight"]);
        for (var layer = 0; layer < states.Length; layer++)
        {
            var name = $"{half}.lstm.cells.{layer}";
            var gates = (Linear(x, named[$"{name}.weight_ih"]) + Linear(states[layer].Output, named[$"{name}.weight_hh"]) + named[$"{name}.bias"]).chunk(4, 2);
            var cell = (gates[1].sigmoid() * states[layer].Cell) + (gates[0].sigmoid() * gates[2].tanh());
            x = gates[3].sigmoid() * cell.tanh();
            states[layer] = (x, cell);
        }

        return x;
    }
}
