using MlNetMasks.Torch;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetMasks.Benchmarks.Steps;

/// <summary>A Transformer of TorchSharp's own layers.</summary>
internal sealed class PlainTransformer : nn.Module<Tensor, Tensor, Tensor>
{
    private readonly long _end;
    private readonly Embedding _inputTable;
    private readonly Embedding _outputTable;
    private readonly TransformerEncoder _encoder;
    private readonly TransformerDecoder _decoder;
    private readonly Linear _output;

    public PlainTransformer(TransformerNetwork network, NetworkShape shape)
        : base("sequence-transformer")
    {
        _end = shape.OutputSize - 1;
        _inputTable = nn.Embedding(shape.Sequence!.InputTokenCount, network.ModelSize);
        _outputTable = nn.Embedding(shape.OutputSize, network.ModelSize);
        _encoder = nn.TransformerEncoder(nn.TransformerEncoderLayer(network.ModelSize, network.HeadCount, network.FeedForwardSize, network.Dropout), network.EncoderLayerCount);
        _decoder = nn.TransformerDecoder(nn.TransformerDecoderLayer(network.ModelSize, network.HeadCount, network.FeedForwardSize, network.Dropout), network.DecoderLayerCount);
        _output = nn.Linear(network.ModelSize, shape.OutputSize);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input, Tensor targets)
    {
        var longest = (input > 0).sum(-1).max().item<long>();
        var cut = input.narrow(1, 0, longest).to(ScalarType.Int64);
        var padding = cut == 0;
        var memory = _encoder.call(_inputTable.call((cut - 1).clamp_min(0).t()), null!, padding);
        var steps = (targets >= 0).sum(-1).max().item<long>();
        var shown = cat([full_like(targets.narrow(1, 0, 1), _end), targets.narrow(1, 0, steps - 1).clamp_min(0)], 1).t();
        var causal = full([steps, steps], float.NegativeInfinity).triu(1);
        var x = _decoder.call(_outputTable.call(shown), memory, causal, null, null, padding);
        return _output.call(x).transpose(0, 1).flatten(1);
    }
}
