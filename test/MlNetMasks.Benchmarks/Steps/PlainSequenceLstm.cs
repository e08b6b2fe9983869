using MlNetMasks.Torch;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetMasks.Benchmarks.Steps;

/// <summary>An encoder-decoder LSTM of TorchSharp's own layers.</summary>
internal sealed class PlainSequenceLstm : nn.Module<Tensor, Tensor, Tensor>
{
    private readonly EncoderDecoderLstmNetwork _network;
    private readonly long _end;
    private readonly Embedding _inputTable;
    private readonly Embedding _outputTable;
    private readonly LSTM _encoder;
    private readonly LSTM _decoder;
    private readonly Linear _output;
    private readonly Dropout _dropout;

    public PlainSequenceLstm(EncoderDecoderLstmNetwork network, NetworkShape shape)
        : base("sequence-lstm")
    {
        _network = network;
        _end = shape.OutputSize - 1;
        _inputTable = nn.Embedding(shape.Sequence!.InputTokenCount, network.EmbeddingSize);
        _outputTable = nn.Embedding(shape.OutputSize, network.EmbeddingSize);
        _encoder = nn.LSTM(network.EmbeddingSize, network.HiddenSize, network.LayerCount, dropout: network.Dropout);
        _decoder = nn.LSTM(network.EmbeddingSize, network.HiddenSize, network.LayerCount, dropout: network.Dropout);
        _output = nn.Linear(network.HiddenSize, shape.OutputSize);
        _dropout = nn.Dropout(network.Dropout);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input, Tensor targets)
    {
        // Shorter inputs run on over their padding: a packed sequence would save nothing with batches of similar lengths.
        var longest = (input > 0).sum(-1).max().item<long>();
        var ids = (input.narrow(1, 0, longest).to(ScalarType.Int64) - 1).clamp_min(0).t();
        var (_, output, cell) = _encoder.call(_dropout.call(_inputTable.call(ids)));
        var steps = (targets >= 0).sum(-1).max().item<long>();
        var first = full_like(targets.narrow(1, 0, 1), _end);
        if (_network.TeacherForcing > 0)
        {
            var shown = cat([first, targets.narrow(1, 0, steps - 1).clamp_min(0)], 1).t();
            var (states, _, _) = _decoder.call(_dropout.call(_outputTable.call(shown)), (output, cell));
            return _output.call(states).transpose(0, 1).flatten(1);
        }

        var outputs = new Tensor[steps];
        var token = first.t();
        for (var time = 0; time < steps; time++)
        {
            (var state, output, cell) = _decoder.call(_dropout.call(_outputTable.call(token)), (output, cell));
            outputs[time] = _output.call(state).squeeze(0);
            token = outputs[time].argmax(-1).unsqueeze(0);
        }

        return cat(outputs, 1);
    }
}
