using static TorchSharp.torch;

namespace MlNetMasks.Torch;

/// <summary>Leaf tensors over an arena's memory: the network reads them, backward leaves their gradients on them, kernels take it from there.</summary>
internal sealed class LeafTensors : IDisposable
{
    private readonly ArenaLayout _layout;
    private readonly int _groups;
    private readonly Tensor[] _leaves;

    /// <summary>Makes a leaf per slot.</summary>
    /// <param name="values">The memory of the values; not owned.</param>
    public LeafTensors(TensorArena values)
    {
        _layout = values.Layout;
        _groups = values.Groups;
        _leaves = [.. Enumerable.Range(0, _layout.Slots.Count).Select(slot => values.Tensor(slot).detach().requires_grad_(true).DetachFromDisposeScope())];
    }

    /// <summary>Number of leaves.</summary>
    public int Count => _leaves.Length;

    /// <summary>Elements of a leaf.</summary>
    public long LengthOf(int slot) => (long)_layout.Slots[slot].Count * _groups;

    /// <summary>Lets parameters, in the order of the slots, read the leaves.</summary>
    public void BindTo(IReadOnlyList<Parameter> parameters)
    {
        for (var i = 0; i < _leaves.Length; i++)
        {
            parameters[i].Bind(_leaves[i]);
        }
    }

    /// <summary>Drops the gradients of the last step, so that backward hands over its own buffers instead of adding to old ones.</summary>
    public void ClearGradients()
    {
        foreach (var leaf in _leaves)
        {
            leaf.grad = null;
        }
    }

    /// <summary>The gradient of a leaf, laid out as its value; valid within the dispose scope of the step.</summary>
    /// <exception cref="InvalidOperationException">The loss does not depend on the leaf.</exception>
    public Tensor Gradient(int slot)
    {
        var gradient = _leaves[slot].grad
            ?? throw UnusedParameter(_layout.Slots[slot].Name);
        return gradient.contiguous();
    }

    /// <summary>The error of a parameter that the loss does not depend on.</summary>
    public static InvalidOperationException UnusedParameter(string name) =>
        new($"The loss does not depend on parameter '{name}'; use it in the network's forward pass or do not declare it.");

    public void Dispose()
    {
        ClearGradients();
        foreach (var leaf in _leaves)
        {
            leaf.Dispose();
        }
    }
}
