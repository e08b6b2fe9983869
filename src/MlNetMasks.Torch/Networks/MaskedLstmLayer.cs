using TorchSharp;
using static TorchSharp.torch;

namespace MlNetMasks.Torch;

/// <summary>
/// One layer of a long short-term memory (Hochreiter and Schmidhuber 1997; forget gate: Gers et al. 2000), with one bias per gate. In every time step a
/// batch element sees the same mask sample.
/// </summary>
/// <param name="inputWeight">Weights of the input, [4 hidden, in]; rows in the order input gate, forget gate, cell, output gate.</param>
/// <param name="hiddenWeight">Weights of the previous output, [4 hidden, hidden], rows in the same order.</param>
/// <param name="bias">Bias, [4 hidden], in the same order.</param>
public sealed class MaskedLstmLayer(Parameter inputWeight, Parameter hiddenWeight, Parameter bias)
{
    private static readonly Scalar One = 1; // kept alive, see the remarks on NetworkModule

    private readonly MaskedMatrix _input = new(inputWeight);
    private readonly MaskedMatrix _hidden = new(hiddenWeight);
    private readonly int _size = hiddenWeight.Shape[1];

    /// <summary>Units of the layer.</summary>
    internal int Size => _size;

    /// <summary>Runs the layer over all time steps, from a state of zero.</summary>
    /// <param name="inputs">
    /// One tensor <c>[groups, batch / groups, in]</c> per time step, at least one; steps that show the same tensor object share its product.
    /// </param>
    /// <returns>The outputs, one tensor <c>[groups, batch / groups, hidden]</c> per time step.</returns>
    /// <exception cref="ArgumentException">There is no time step.</exception>
    public IReadOnlyList<Tensor> Forward(IReadOnlyList<Tensor> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputs.Count == 0)
        {
            throw new ArgumentException("There is no time step; give one tensor per step.", nameof(inputs));
        }

        var distinct = inputs.Distinct(ReferenceEqualityComparer.Instance).Cast<Tensor>().ToList();
        int[] slots = [.. inputs.Select(input => distinct.FindIndex(candidate => ReferenceEquals(candidate, input)))];
        var all = distinct.Count == 1 ? distinct[0] : cat([.. distinct.Select(input => input.transpose(1, 2))], 2).transpose(1, 2); // [groups, slots x rows, in]
        return [.. Run(all, slots, start: null).Select(state => state.Output)];
    }

    /// <summary>Runs the layer over the time steps of a sequence, from any state; gradients go back into it.</summary>
    /// <param name="input">The inputs of all steps, step after step, <c>[groups, steps x batch / groups, in]</c>.</param>
    /// <param name="stepCount">Number of steps, at least 1.</param>
    /// <param name="start">State before the first step; <see langword="null"/> for zero.</param>
    /// <returns>The state after each step. Where a sequence is shorter, its state is that of its own last step, see <see cref="StateAt"/>.</returns>
    /// <exception cref="ArgumentException">The rows do not divide into as many steps.</exception>
    public IReadOnlyList<LstmState> Forward(Tensor input, int stepCount, LstmState? start)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentOutOfRangeException.ThrowIfLessThan(stepCount, 1);
        return input.size(1) % stepCount == 0
            ? Run(input, [.. Enumerable.Range(0, stepCount)], start)
            : throw new ArgumentException($"input has {input.size(1)} rows, which are not the same number in each of {stepCount} steps.", nameof(input));
    }

    /// <summary>The state of every row after its own last step: what stands behind is as if it were not there.</summary>
    /// <param name="states">The state after each step.</param>
    /// <param name="lengths">Steps of each row, 1 to the number of states, <c>[groups, batch / groups]</c>.</param>
    /// <returns>The states.</returns>
    /// <exception cref="ArgumentException">There is no state.</exception>
    public static LstmState StateAt(IReadOnlyList<LstmState> states, Tensor lengths)
    {
        ArgumentNullException.ThrowIfNull(states);
        ArgumentNullException.ThrowIfNull(lengths);
        if (states.Count == 0)
        {
            throw new ArgumentException("There is no state; run at least one step.", nameof(states));
        }

        var shortest = (int)lengths.min().item<long>();
        var (output, cell) = states[shortest - 1];
        for (var step = shortest; step < states.Count; step++)
        {
            var goesOn = lengths.gt(tensor((long[])[step])).unsqueeze(-1);
            output = where(goesOn, states[step].Output, output);
            cell = where(goesOn, states[step].Cell, cell);
        }

        return new LstmState(output, cell);
    }

    private IReadOnlyList<LstmState> Run(Tensor input, int[] slots, LstmState? start) =>
        inputWeight.Product is { } product && hiddenWeight.Product is { } recurrent
            ? product.Unroll(recurrent, bias.Value, input, slots, start)
            : Unroll(input, slots, start);

    /// <summary>The layer in tensor operations, for weights that are tensors.</summary>
    private LstmState[] Unroll(Tensor input, int[] slots, LstmState? start)
    {
        var projected = _input.Multiply(input).transpose(1, 2).add(bias.Value.unsqueeze(2), One); // [groups, 4 hidden, slots x rows]
        var parts = slots.Max() == 0 ? [projected] : projected.split(projected.size(2) / (slots.Max() + 1), 2);
        var states = new LstmState[slots.Length];
        var cell = start?.Cell.transpose(1, 2);
        for (var time = 0; time < states.Length; time++)
        {
            // Feature-major as products are, [groups, 4 hidden, rows]; parts of one split, because each narrowed view would have a gradient of full size.
            var previous = time == 0 ? start?.Output : states[time - 1].Output;
            var gates = previous is null ? parts[0] : parts[slots[time]].add(_hidden.Multiply(previous).transpose(1, 2), One);
            var split = gates.split([2 * _size, _size, _size], 1);
            var inputAndForget = split[0].sigmoid().split(_size, 1);
            var added = inputAndForget[0].mul(split[1].tanh());
            cell = cell is null ? added : inputAndForget[1].mul(cell).add(added, One);
            states[time] = new LstmState(split[2].sigmoid().mul(cell.tanh()).transpose(1, 2), cell.transpose(1, 2));
        }

        return states;
    }
}
