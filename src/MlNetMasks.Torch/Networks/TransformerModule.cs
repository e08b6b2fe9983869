using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace MlNetMasks.Torch;

/// <summary>The module of a <see cref="TransformerNetwork"/>.</summary>
internal sealed class TransformerModule : NetworkModule
{
    private static readonly Scalar One = 1; // kept alive, see the remarks on NetworkModule
    private static readonly Scalar MinusInfinity = float.NegativeInfinity;

    private readonly Parameter _inputTable;
    private readonly Parameter _outputTable;
    private readonly TransformerLayer[] _encoder;
    private readonly TransformerLayer[] _decoder;
    private readonly TokenProduct? _output; // none where the output table gives the logits
    private readonly SinusoidalPositions _positions;
    private readonly Scalar _tiedScale;
    private readonly long _end;
    private readonly int _mostSteps;

    public TransformerModule(NetworkBuilder builder, TransformerNetwork network, SequenceShape sequence)
    {
        var classes = builder.Shape.OutputSize;
        _inputTable = builder.Embedding("input_embedding", sequence.InputTokenCount + (network.TiesEmbeddings ? 1 : 0), network.ModelSize);
        _encoder = [.. Enumerable.Range(0, network.EncoderLayerCount).Select(layer => new TransformerLayer(builder, Name("encoder", layer), network, isDecoder: false))];
        _outputTable = network.TiesEmbeddings ? _inputTable : builder.Embedding("output_embedding", classes, network.ModelSize);
        _decoder = [.. Enumerable.Range(0, network.DecoderLayerCount).Select(layer => new TransformerLayer(builder, Name("decoder", layer), network, isDecoder: true))];
        var start = Initializer.FanIn(network.ModelSize);
        _output = network.TiesEmbeddings
            ? null
            : new TokenProduct(
                builder.Declare("output_map.weight", [classes, network.ModelSize], isMaskable: true, start),
                builder.Declare("output_map.bias", [classes], isMaskable: false, start));
        _positions = new SinusoidalPositions(network.ModelSize, Math.Max(sequence.InputLength, sequence.OutputLength + 1));
        _tiedScale = 1 / Math.Sqrt(network.ModelSize);
        _end = classes - 1;
        _mostSteps = sequence.OutputLength + 1;
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => Forward(input, ForwardPass.Evaluation);

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input, ForwardPass pass)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(pass);
        var rows = new TokenRows(input);
        var reach = rows.Reach(_inputTable.Value.dtype);
        var memory = Embed(_inputTable, rows.Ids).add(_positions.Take(0, rows.Longest, _inputTable.Value.dtype), One);
        foreach (var layer in _encoder)
        {
            memory = layer.Encode(memory, reach, pass);
        }

        return pass.Targets is { } targets ? Forced(memory, reach, targets, pass) : Greedy(memory, reach);
    }

    /// <summary>All steps at once, each after the right answer's tokens so far.</summary>
    private Tensor Forced(Tensor memory, Tensor? reach, Tensor targets, ForwardPass pass)
    {
        var steps = TokenRows.StepsOf(targets);
        var x = Embed(_outputTable, TokenRows.Shifted(targets, steps, _end)).add(_positions.Take(0, steps, memory.dtype), One);
        var past = ones(steps, steps, ScalarType.Bool).tril();
        var causal = zeros(steps, steps, memory.dtype).masked_fill(past.logical_not(), MinusInfinity).view(1, 1, steps, steps);
        foreach (var layer in _decoder)
        {
            x = layer.Decode(x, layer.ProjectSelf(x), causal, layer.ProjectMemory(memory), reach, pass);
        }

        return Logits(x.flatten(1, 2)).view(x.size(0), x.size(1), -1);
    }

    /// <summary>Step by step; the keys and values of earlier steps are kept.</summary>
    private Tensor Greedy(Tensor memory, Tensor? reach)
    {
        var (groups, rows) = (memory.size(0), memory.size(1));
        var decoding = new GreedyDecoding(groups, rows, _end, _mostSteps);
        var caches = _decoder.Select(layer => new DecoderCache(layer.ProjectMemory(memory), reach)).ToList();
        for (var step = 0; !decoding.IsDone; step++)
        {
            using var scope = NewDisposeScope();
            var x = Embed(_outputTable, decoding.Tokens).add(_positions.Take(step, 1, memory.dtype), One); // [groups, rows, 1, size]
            for (var layer = 0; layer < _decoder.Length; layer++)
            {
                var seen = caches[layer].Append(_decoder[layer].ProjectSelf(x), step, _mostSteps);
                x = _decoder[layer].Decode(x, seen, causal: null, caches[layer].Memory, caches[layer].Reach, ForwardPass.Evaluation);
            }

            var kept = decoding.Add(Logits(x.squeeze(2)));
            if (kept is not null)
            {
                caches.ForEach(cache => cache.Select(kept));
            }

            decoding.MoveToOuterScope();
        }

        return decoding.Outputs();
    }

    private Tensor Logits(Tensor x) => _output is { } output
        ? output.Multiply(x)
        : nn.functional.linear(x, _outputTable.Value.squeeze(0)).mul(_tiedScale);

    private static Tensor Embed(Parameter table, Tensor ids) => table.Value.squeeze(0).index_select(0, ids.reshape(-1)).view([.. ids.shape, table.Shape[1]]);

    private static string Name(string part, int layer) => string.Create(CultureInfo.InvariantCulture, $"trafo.{part}.layers.{layer}");
}
