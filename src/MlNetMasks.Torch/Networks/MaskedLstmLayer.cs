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
        return inputWeight.Product is { } input && hiddenWeight.Product is { } recurrent
            ? input.Unroll(recurrent, bias.Value, all, slots)
            : Unroll(all, slots);
    }

    /// <summary>The layer in tensor operations, for weights that are tensors.</summary>
    private Tensor[] Unroll(Tensor input, int[] slots)
    {
        var projected = _input.Multiply(input).transpose(1, 2).add(bias.Value.unsqueeze(2), One); // [groups, 4 hidden, slots x rows]
        var parts = slots.Max() == 0 ? [projected] : projected.split(projected.size(2) / (slots.Max() + 1), 2);
        var outputs = new Tensor[slots.Length];
        Tensor? cell = null;
        for (var time = 0; time < outputs.Length; time++)
        {
            // Feature-major as products are, [groups, 4 hidden, rows]; parts of one split, because each narrowed view would have a gradient of full size.
            var gates = time == 0 ? parts[0] : parts[slots[time]].add(_hidden.Multiply(outputs[time - 1]).transpose(1, 2), One);
            var split = gates.split([2 * _size, _size, _size], 1);
            var inputAndForget = split[0].sigmoid().split(_size, 1);
            var added = inputAndForget[0].mul(split[1].tanh());
            cell = cell is null ? added : inputAndForget[1].mul(cell).add(added, One);
            outputs[time] = split[2].sigmoid().mul(cell.tanh()).transpose(1, 2);
        }

        return outputs;
    }
}
