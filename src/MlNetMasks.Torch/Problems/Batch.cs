using static TorchSharp.torch;

namespace MlNetMasks.Torch;

/// <summary>The tensors of one batch. It owns them and is filled again for every batch of the same size.</summary>
public sealed class Batch : IDisposable
{
    internal Batch(int rows, int inputSize, int targetCount)
    {
        RowCount = rows;
        Input = zeros(rows, inputSize, ScalarType.Float32).DetachFromDisposeScope();
        Targets = zeros(rows, targetCount, ScalarType.Int64).DetachFromDisposeScope();
    }

    /// <summary>Examples in the batch.</summary>
    public int RowCount { get; }

    /// <summary>Encoded inputs, <c>[rows, inputs]</c>.</summary>
    public Tensor Input { get; }

    /// <summary>Right answers as class indices, <c>[rows, answers]</c>.</summary>
    public Tensor Targets { get; }

    internal unsafe Span<float> InputRow(int row)
    {
        var width = (int)Input.size(1);
        return new Span<float>((float*)Input.DataPointer() + ((long)row * width), width);
    }

    internal unsafe Span<long> TargetRow(int row)
    {
        var width = (int)Targets.size(1);
        return new Span<long>((long*)Targets.DataPointer() + ((long)row * width), width);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Input.Dispose();
        Targets.Dispose();
    }
}
