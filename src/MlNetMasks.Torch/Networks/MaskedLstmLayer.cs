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

        var projections = Project(inputs);
        var outputs = new Tensor[inputs.Count];
        Tensor? cell = null;
        for (var time = 0; time < outputs.Length; time++)
        {
            var gates = time == 0 ? projections[0] : projections[time].add(_hidden.Multiply(outputs[time - 1]), One); // [groups, rows, 4 hidden]
            var inputAndForget = gates.narrow(2, 0, 2 * _size).sigmoid();
            var added = inputAndForget.narrow(2, 0, _size).mul(gates.narrow(2, 2 * _size, _size).tanh());
            cell = cell is null ? added : inputAndForget.narrow(2, _size, _size).mul(cell).add(added, One);
            outputs[time] = gates.narrow(2, 3 * _size, _size).sigmoid().mul(cell.tanh());
        }

        return outputs;
    }

    /// <summary>Input weights times the inputs plus bias, for every time step: one product for all of them.</summary>
    private Tensor[] Project(IReadOnlyList<Tensor> inputs)
    {
        var distinct = inputs.Distinct(ReferenceEqualityComparer.Instance).Cast<Tensor>().ToList();
        var rows = distinct[0].size(1);
        var all = distinct.Count == 1 ? distinct[0] : cat(distinct, 1);          // [groups, steps x rows, in]
        var projected = _input.Multiply(all).add(bias.Value.unsqueeze(1), One); // [groups, steps x rows, 4 hidden]
        var parts = distinct.Count == 1 ? [projected] : projected.split(rows, 1);
        return [.. inputs.Select(input => parts[distinct.FindIndex(candidate => ReferenceEquals(candidate, input))])];
    }
}
