using System.Globalization;
using static TorchSharp.torch;

namespace MlNetMasks.Torch;

/// <summary>One half of an encoder-decoder LSTM: embedded tokens and layers of cells.</summary>
internal sealed class LstmStack
{
    private readonly string _name;
    private readonly Parameter _table;
    private readonly MaskedLstmLayer[] _layers;
    private readonly double _dropout;

    public LstmStack(NetworkBuilder builder, string name, EncoderDecoderLstmNetwork network, int tokenCount)
    {
        _name = name;
        _dropout = network.Dropout;
        _table = builder.Embedding($"{name}.embedding", tokenCount, network.EmbeddingSize);
        _layers =
        [
            .. Enumerable.Range(0, network.LayerCount).Select(layer => builder.Lstm(
                string.Create(CultureInfo.InvariantCulture, $"{name}.lstm.cells.{layer}"), layer == 0 ? network.EmbeddingSize : network.HiddenSize, network.HiddenSize, keepsSamples: true)),
        ];
    }

    /// <summary>A state of zero, written out.</summary>
    public IReadOnlyList<LstmState> Zero(long groups, long rows, ScalarType type) =>
        [.. _layers.Select(layer => new LstmState(zeros([groups, rows, layer.Size], type), zeros([groups, rows, layer.Size], type)))];

    /// <summary>Draws the dropout of all steps at once, so that it is the same for steps that are taken one by one.</summary>
    public LstmFactors Factors(long groups, long rows, int steps, ForwardPass pass) => new(
    [
        .. _layers.Select((layer, index) => pass.DropoutFactors(
            [groups, index == 0 ? _table.Shape[1] : layer.Size, steps * rows], _dropout, string.Create(CultureInfo.InvariantCulture, $"{_name}.{index}"))),
    ]);

    /// <summary>Runs over the steps of a sequence.</summary>
    /// <param name="tokens"><c>[groups, rows, steps]</c></param>
    /// <param name="start">State of each layer before the first step; null for zero.</param>
    /// <param name="factors">Dropout.</param>
    /// <returns>The last layer's outputs, <c>[groups, steps x rows, hidden]</c>, and the states of each layer after each step.</returns>
    public (Tensor Outputs, IReadOnlyList<IReadOnlyList<LstmState>> States) Run(Tensor tokens, IReadOnlyList<LstmState?>? start, LstmFactors factors)
    {
        var (groups, rows, steps) = (tokens.size(0), tokens.size(1), tokens.size(2));
        var x = _table.Value.squeeze(0).index_select(0, tokens.transpose(1, 2).reshape(-1)).view(groups, steps * rows, -1);
        var states = new IReadOnlyList<LstmState>[_layers.Length];
        for (var layer = 0; layer < _layers.Length; layer++)
        {
            if (factors.Of(layer) is { } dropped)
            {
                x = x.transpose(1, 2).mul(dropped).transpose(1, 2);
            }

            states[layer] = _layers[layer].Forward(x, (int)steps, start?[layer]);
            x = steps == 1 ? states[layer][0].Output : cat([.. states[layer].Select(state => state.Output.transpose(1, 2))], 2).transpose(1, 2);
        }

        return (x, states);
    }
}
