using static TorchSharp.torch;

namespace MlNetMasks.Torch;

/// <summary>What a decoder layer keeps from step to step: keys and values of the input, and of the steps so far.</summary>
/// <param name="memory">Keys and values of the input.</param>
/// <param name="reach">Hides the input's padding; null where there is none.</param>
internal sealed class DecoderCache((Tensor Keys, Tensor Values) memory, Tensor? reach)
{
    private const int FirstCapacity = 16;

    private Tensor? _keys; // [rows, heads, capacity, size / heads]
    private Tensor? _values;

    /// <summary>Keys and values of the input.</summary>
    public (Tensor Keys, Tensor Values) Memory { get; private set; } = memory;

    /// <summary>Hides the input's padding; null where there is none.</summary>
    public Tensor? Reach { get; private set; } = reach;

    /// <summary>Takes the keys and values of a step.</summary>
    /// <param name="last">Of this step, <c>[rows, heads, 1, size / heads]</c>.</param>
    /// <param name="step">Number of the step, counted from 0.</param>
    /// <param name="mostSteps">Steps there can be.</param>
    /// <returns>Of all steps so far.</returns>
    public (Tensor Keys, Tensor Values) Append((Tensor Keys, Tensor Values) last, int step, int mostSteps)
    {
        _keys = Put(_keys, last.Keys, step, mostSteps);
        _values = Put(_values, last.Values, step, mostSteps);
        return (_keys.narrow(2, 0, step + 1), _values.narrow(2, 0, step + 1));
    }

    /// <summary>Keeps some of the rows.</summary>
    /// <param name="rows">Their indices.</param>
    public void Select(Tensor rows)
    {
        Memory = (Kept(Memory.Keys, rows), Kept(Memory.Values, rows));
        Reach = Reach is null ? null : Kept(Reach, rows);
        (_keys, _values) = (Kept(_keys!, rows), Kept(_values!, rows));
    }

    private static Tensor Kept(Tensor tensor, Tensor rows) => tensor.index_select(0, rows).MoveToOuterDisposeScope();

    private static Tensor Put(Tensor? buffer, Tensor last, int step, int mostSteps)
    {
        if (buffer is null || buffer.size(2) == step)
        {
            var capacity = Math.Min(mostSteps, buffer is null ? FirstCapacity : 2 * step);
            var larger = empty([last.size(0), last.size(1), capacity, last.size(3)], last.dtype).MoveToOuterDisposeScope();
            if (buffer is not null)
            {
                larger.narrow(2, 0, step).copy_(buffer);
            }

            buffer = larger;
        }

        buffer.narrow(2, step, 1).copy_(last);
        return buffer;
    }
}
