using TorchSharp;
using static TorchSharp.torch;

namespace MlNetMasks.Torch;

/// <summary>
/// A layer of either half of a Transformer: attention to its own tokens, in the decoder attention to the input, and a feed-forward part; a residual sum and a
/// normalisation follow each.
/// </summary>
internal sealed class TransformerLayer
{
    private static readonly Scalar One = 1; // kept alive, see the remarks on NetworkModule

    private readonly string _name;
    private readonly double _dropout;
    private readonly MaskedAttention _self;
    private readonly MaskedAttention? _cross;
    private readonly TokenProduct _hidden;
    private readonly TokenProduct _out;
    private readonly MaskedLayerNorm[] _norms;

    public TransformerLayer(NetworkBuilder builder, string name, TransformerNetwork network, bool isDecoder)
    {
        var (size, hidden) = (network.ModelSize, network.FeedForwardSize);
        _name = name;
        _dropout = network.Dropout;
        var norms = new List<MaskedLayerNorm>();
        _self = builder.Attention($"{name}.self_attn", size, network.HeadCount);
        norms.Add(builder.LayerNorm($"{name}.norm1", size));
        if (isDecoder)
        {
            _cross = builder.Attention($"{name}.multihead_attn", size, network.HeadCount);
            norms.Add(builder.LayerNorm($"{name}.norm2", size));
        }

        _hidden = Linear(builder, $"{name}.linear1", size, hidden, Math.Sqrt(2));
        _out = Linear(builder, $"{name}.linear2", hidden, size, gain: 1);
        norms.Add(builder.LayerNorm($"{name}.norm{norms.Count + 1}", size));
        _norms = [.. norms];
    }

    /// <summary>Keys and values of the layer's own tokens.</summary>
    public (Tensor Keys, Tensor Values) ProjectSelf(Tensor input) => _self.Project(input);

    /// <summary>Keys and values of the encoder's output.</summary>
    public (Tensor Keys, Tensor Values) ProjectMemory(Tensor memory) => _cross!.Project(memory);

    /// <summary>Runs a layer of the encoder.</summary>
    /// <param name="input"><c>[groups, rows, tokens, size]</c></param>
    /// <param name="reach">Hides the padding.</param>
    /// <param name="pass">The pass.</param>
    public Tensor Encode(Tensor input, Tensor? reach, ForwardPass pass) =>
        FeedForward(Attend(_self, _norms[0], input, ProjectSelf(input), reach, pass, "self_attn"), pass);

    /// <summary>Runs a layer of the decoder.</summary>
    /// <param name="input"><c>[groups, rows, tokens, size]</c></param>
    /// <param name="seen">Keys and values of the tokens that they may see.</param>
    /// <param name="causal">Hides the future; null where there is none.</param>
    /// <param name="memory">Keys and values of the encoder's output.</param>
    /// <param name="reach">Hides its padding.</param>
    /// <param name="pass">The pass.</param>
    public Tensor Decode(
        Tensor input, (Tensor Keys, Tensor Values) seen, Tensor? causal, (Tensor Keys, Tensor Values) memory, Tensor? reach, ForwardPass pass)
    {
        var x = Attend(_self, _norms[0], input, seen, causal, pass, "self_attn");
        return FeedForward(Attend(_cross!, _norms[1], x, memory, reach, pass, "multihead_attn"), pass);
    }

    private static TokenProduct Linear(NetworkBuilder builder, string name, int inputs, int outputs, double gain) => new(
        builder.Declare($"{name}.weight", [outputs, inputs], isMaskable: true, Initializer.XavierUniform(inputs, outputs, gain)),
        builder.Declare($"{name}.bias", [outputs], isMaskable: false, Initializer.FanIn(inputs)));

    private Tensor Attend(
        MaskedAttention attention, MaskedLayerNorm norm, Tensor input, (Tensor Keys, Tensor Values) source, Tensor? reach, ForwardPass pass, string part)
    {
        var read = attention.Attend(input, source, reach, pass, _dropout, $"{_name}.{part}");
        return Normalise(norm, input, pass.Dropout(read, _dropout, $"{_name}.{part}.out"));
    }

    private Tensor FeedForward(Tensor input, ForwardPass pass)
    {
        var hidden = pass.Dropout(_hidden.Multiply(input.flatten(1, 2)).relu(), _dropout, $"{_name}.linear1");
        return Normalise(_norms[^1], input, pass.Dropout(_out.Multiply(hidden), _dropout, $"{_name}.linear2").view(input.shape));
    }

    private static Tensor Normalise(MaskedLayerNorm norm, Tensor input, Tensor added) => norm.Forward(input.add(added, One).flatten(1, 2)).view(input.shape);
}
