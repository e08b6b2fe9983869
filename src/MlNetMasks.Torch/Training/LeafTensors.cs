using static TorchSharp.torch;

namespace MlNetMasks.Torch;

/// <summary>Leaf tensors over an arena's memory: the network reads them, backward leaves their gradients on them, kernels take it from there.</summary>
internal sealed class LeafTensors : IDisposable
{
    private readonly string[] _names;
    private readonly Tensor[] _leaves;

    /// <summary>Makes a leaf per parameter and lets the parameter read it.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="values">The memory of each parameter's values; not owned.</param>
    public LeafTensors(IReadOnlyList<Parameter> parameters, IEnumerable<Tensor> values)
    {
        _names = [.. parameters.Select(parameter => parameter.Name)];
        _leaves = [.. values.Select(value => value.detach().requires_grad_(true).DetachFromDisposeScope())];
        for (var i = 0; i < _leaves.Length; i++)
        {
            parameters[i].Bind(_leaves[i]);
        }
    }

    /// <summary>Number of leaves.</summary>
    public int Count => _leaves.Length;

    /// <summary>Elements of a leaf.</summary>
    public long LengthOf(int leaf) => _leaves[leaf].numel();

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
    public Tensor Gradient(int leaf)
    {
        var gradient = _leaves[leaf].grad
            ?? throw UnusedParameter(_names[leaf]);
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
