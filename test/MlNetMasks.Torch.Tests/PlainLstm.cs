using TorchSharp;
using static TorchSharp.torch;

namespace MlNetMasks.Torch.Tests;

/// <summary>LSTM layers and a projection as plain as they can be written, unrolled over time.</summary>
internal static class PlainLstm
{
    /// <summary>Runs the network.</summary>
    /// <param name="steps">Input of every time step, <c>[groups, rows, in]</c>.</param>
    /// <param name="parameters">Weights, recurrent weights and bias per layer, weight and bias of the projection; each with a group dimension.</param>
    /// <param name="readSteps">The steps after which an answer is read.</param>
    /// <returns>The answers, one behind another, <c>[groups, rows, answers x out]</c>.</returns>
    public static Tensor Forward(IEnumerable<Tensor> steps, IReadOnlyList<Tensor> parameters, IEnumerable<int> readSteps)
    {
        Tensor[] x = [.. steps];
        for (var layer = 0; layer < (parameters.Count - 2) / 3; layer++)
        {
            var (weight, recurrent, bias) = (parameters[3 * layer], parameters[(3 * layer) + 1], parameters[(3 * layer) + 2].unsqueeze(1));
            var output = zeros(x[0].size(0), x[0].size(1), recurrent.size(2), x[0].dtype);
            var cell = zeros_like(output);
            for (var time = 0; time < x.Length; time++)
            {
                var gates = (x[time].matmul(weight.transpose(1, 2)) + output.matmul(recurrent.transpose(1, 2)) + bias).chunk(4, 2);
                cell = (gates[1].sigmoid() * cell) + (gates[0].sigmoid() * gates[2].tanh());
                output = gates[3].sigmoid() * cell.tanh();
                x[time] = output;
            }
        }

        return cat([.. readSteps.Select(step => x[step].matmul(parameters[^2].transpose(1, 2)) + parameters[^1].unsqueeze(1))], 2);
    }
}
