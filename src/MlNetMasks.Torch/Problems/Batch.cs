using static TorchSharp.torch;

namespace MlNetMasks.Torch;

/// <summary>The tensors of one batch. It owns them and is filled again for every batch of the same size.</summary>
public sealed unsafe class Batch : IDisposable
{
    private readonly int _inputSize;
    private readonly int _targetCount;
    private readonly float* _inputs;
    private readonly long* _targets;
    private bool _disposed;

    /// <summary>Makes a batch filled with zeros.</summary>
    /// <param name="rows">Examples, at least 1.</param>
    /// <param name="inputSize">Network inputs per example, at least 1.</param>
    /// <param name="targetCount">Class indices per example, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public Batch(int rows, int inputSize, int targetCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(inputSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(targetCount, 1);
        TorchRuntime.Initialize();
        RowCount = rows;
        _inputSize = inputSize;
        _targetCount = targetCount;
        Input = zeros(rows, inputSize, ScalarType.Float32).DetachFromDisposeScope();
        Targets = zeros(rows, targetCount, ScalarType.Int64).DetachFromDisposeScope();
        _inputs = (float*)Input.DataPointer();
        _targets = (long*)Targets.DataPointer();
    }

    /// <summary>Examples in the batch.</summary>
    public int RowCount { get; }

    /// <summary>Encoded inputs, <c>[rows, inputs]</c>.</summary>
    public Tensor Input { get; }

    /// <summary>Right answers as class indices, <c>[rows, answers]</c>.</summary>
    public Tensor Targets { get; }

    /// <summary>The memory of one row of <see cref="Input"/>.</summary>
    /// <param name="row">Index of the row.</param>
    /// <returns>The inputs; holds old values.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The batch has no such row.</exception>
    /// <exception cref="ObjectDisposedException">The batch is disposed.</exception>
    public Span<float> InputRow(int row) => new(_inputs + ((long)Checked(row) * _inputSize), _inputSize);

    /// <summary>The memory of one row of <see cref="Targets"/>.</summary>
    /// <param name="row">Index of the row.</param>
    /// <returns>The class indices; holds old values.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The batch has no such row.</exception>
    /// <exception cref="ObjectDisposedException">The batch is disposed.</exception>
    public Span<long> TargetRow(int row) => new(_targets + ((long)Checked(row) * _targetCount), _targetCount);

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposed = true;
        Input.Dispose();
        Targets.Dispose();
    }

    private int Checked(int row)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, RowCount);
        return row;
    }
}
