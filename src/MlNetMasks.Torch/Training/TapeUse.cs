using static TorchSharp.torch;

namespace MlNetMasks.Torch;

/// <summary>An operation outside autograd: its inputs end a graph of autograd, its outputs are the leaves of the next one.</summary>
internal abstract class TapeUse : IDisposable
{
    private readonly List<Tensor> _held = [];

    /// <summary>Carries the gradients that autograd left on the outputs back to the inputs; within the dispose scope of the step.</summary>
    public abstract void Backward();

    /// <summary>Takes the tensors out of the dispose scope: the network may dispose of its activations before the backward pass.</summary>
    public void Keep()
    {
        foreach (var tensor in _held)
        {
            tensor.DetachFromDisposeScope();
        }
    }

    public virtual void Dispose()
    {
        foreach (var tensor in _held)
        {
            tensor.Dispose();
        }
    }

    /// <summary>Input in contiguous memory.</summary>
    protected static Tensor FactorOf(Tensor source)
    {
        if (source.is_contiguous())
        {
            return source;
        }

        using var values = source.detach();
        return values.contiguous();
    }

    /// <summary>The tensor or, where it is not contiguous, a copy in its place.</summary>
    protected static Tensor Contiguous(Tensor tensor)
    {
        if (tensor.is_contiguous())
        {
            return tensor;
        }

        using (tensor)
        {
            return tensor.contiguous();
        }
    }

    /// <summary>Names a tensor that the backward pass needs.</summary>
    protected Tensor Hold(Tensor tensor)
    {
        _held.Add(tensor);
        return tensor;
    }
}
