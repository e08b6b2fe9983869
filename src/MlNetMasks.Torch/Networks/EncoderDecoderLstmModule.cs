using static TorchSharp.torch;

namespace MlNetMasks.Torch;

/// <summary>The module of an <see cref="EncoderDecoderLstmNetwork"/>.</summary>
internal sealed class EncoderDecoderLstmModule : NetworkModule
{
    private readonly EncoderDecoderLstmNetwork _network;
    private readonly LstmStack _encoder;
    private readonly LstmStack _decoder;
    private readonly MaskedLinear _output;
    private readonly long _end;
    private readonly int _mostSteps;

    public EncoderDecoderLstmModule(NetworkBuilder builder, EncoderDecoderLstmNetwork network, SequenceShape sequence)
    {
        _network = network;
        _encoder = new LstmStack(builder, "encoder", network, sequence.InputTokenCount);
        _decoder = new LstmStack(builder, "decoder", network, builder.Shape.OutputSize);
        _output = builder.Linear("decoder.output_projection", network.HiddenSize, builder.Shape.OutputSize);
        _end = builder.Shape.OutputSize - 1;
        _mostSteps = sequence.OutputLength + 1;
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => Forward(input, ForwardPass.Evaluation);

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input, ForwardPass pass)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(pass);
        var states = Encode(input, pass);
        if (pass.Targets is not { } targets)
        {
            return Greedy(states, input.size(0), input.size(1));
        }

        var steps = (int)TokenRows.StepsOf(targets);
        var factors = _decoder.Factors(input.size(0), input.size(1), steps, pass);
        var shown = pass.Decide(_network.TeacherForcing, "teacher forcing")
            ? TokenRows.Shifted(targets, steps, _end)
            : OwnTokens(states, input.size(0), input.size(1), steps, factors);
        var (outputs, _) = _decoder.Run(shown, states, factors);
        return _output.Forward(outputs)                                       // [groups, steps x rows, classes]
            .view(input.size(0), steps, input.size(1), -1).transpose(1, 2)    // [groups, rows, steps, classes]
            .flatten(2);
    }

    /// <summary>The state of each layer after the last token of each row.</summary>
    private IReadOnlyList<LstmState?> Encode(Tensor input, ForwardPass pass)
    {
        var rows = new TokenRows(input);
        var start = rows.Longest > 1 ? null : _encoder.Zero(input.size(0), input.size(1), input.dtype); // recurrent weights count in every batch
        var (_, states) = _encoder.Run(rows.Ids, start, _encoder.Factors(input.size(0), input.size(1), (int)rows.Longest, pass));
        return [.. states.Select(layer => rows.HasOneLength ? layer[^1] : MaskedLstmLayer.StateAt(layer, rows.Lengths))];
    }

    /// <summary>What the decoder is shown when it sees its own tokens, <c>[groups, rows, steps]</c>.</summary>
    private Tensor OwnTokens(IReadOnlyList<LstmState?> states, long groups, long rows, int steps, LstmFactors factors)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var tokens = new List<Tensor> { TokenRows.StartOf(groups, rows, _end) };
        for (var step = 0; step + 1 < steps; step++)
        {
            (var output, states) = Step(tokens[^1], states, factors.Step(step, steps));
            tokens.Add(_output.Forward(output).argmax(-1, keepdim: true));
        }

        return cat(tokens, 2).MoveToOuterDisposeScope();
    }

    private Tensor Greedy(IReadOnlyList<LstmState?> states, long groups, long rows)
    {
        var decoding = new GreedyDecoding(groups, rows, _end, _mostSteps);
        while (!decoding.IsDone)
        {
            using var scope = NewDisposeScope();
            (var output, states) = Step(decoding.Tokens, states, LstmFactors.None);
            if (decoding.Add(_output.Forward(output)) is { } kept)
            {
                states = [.. states.Select(state => new LstmState(state!.Output.index_select(1, kept), state.Cell.index_select(1, kept)))];
            }

            foreach (var state in states)
            {
                state!.Output.MoveToOuterDisposeScope();
                state.Cell.MoveToOuterDisposeScope();
            }

            decoding.MoveToOuterScope();
        }

        return decoding.Outputs();
    }

    private (Tensor Output, IReadOnlyList<LstmState?> States) Step(Tensor tokens, IReadOnlyList<LstmState?> states, LstmFactors factors)
    {
        var (output, after) = _decoder.Run(tokens, states, factors);
        return (output, [.. after.Select(layer => layer[0])]);
    }
}
