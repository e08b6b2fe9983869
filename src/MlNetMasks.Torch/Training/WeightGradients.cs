using MlNetMasks.Torch.Kernels;
using MlNetMasks.Torch.Kernels.Products;
using static TorchSharp.torch;

namespace MlNetMasks.Torch;

/// <summary>
/// The gradients of a network's weights: linear layers compute theirs into one arena, the other parameters get them from autograd as leaves.
/// </summary>
internal sealed unsafe class WeightGradients : IDisposable
{
    private readonly FloatArena _arena; // gradients of linear layers
    private readonly TensorProducts _tensors;
    private readonly ProductTape _tape;
    private readonly TrainedProduct[] _products;
    private readonly LeafTensors _leaves;
    private readonly int[] _slotOfLeaf;
    private readonly FloatSegment[] _segments;
    private readonly IArenaOptimizer _optimizer;
    private readonly SumOfSquares _sumOfSquares;

    /// <summary>Binds a network to the weights that are to be trained.</summary>
    /// <param name="network">The network.</param>
    /// <param name="weights">The weights; one slot per parameter, in the network's order.</param>
    /// <param name="optimizer">Told where the gradients lie; not owned.</param>
    /// <param name="workers">The threads; not owned.</param>
    public WeightGradients(MaskableNetwork network, FloatArena weights, IArenaOptimizer optimizer, BlockWorkers workers)
    {
        _optimizer = optimizer;
        _tape = new ProductTape(workers);
        _sumOfSquares = new SumOfSquares(workers);
        _tensors = new TensorProducts(TiledProducts.OfWeights(workers));
        var multiplied = network.Parameters.Where(parameter => parameter.IsMultipliedOnly).ToList();
        _arena = new FloatArena(new ArenaLayout(multiplied.Select(parameter => (parameter.Name, parameter.Shape))));
        _products = [.. multiplied.Select((parameter, index) => BindProduct(parameter, index, weights))];
        var others = network.Parameters.Where(parameter => !parameter.IsMultipliedOnly && !parameter.IsStatistic).ToList();
        _slotOfLeaf = [.. others.Select(parameter => weights.Layout.IndexOf(parameter.Name))];
        _leaves = new LeafTensors(others, _slotOfLeaf.Select(weights.Tensor));
        _segments = new FloatSegment[_leaves.Count];
    }

    /// <summary>Begins a step.</summary>
    public void Begin()
    {
        _tape.Clear();
        _leaves.ClearGradients();
    }

    /// <summary>Computes all gradients and tells the optimiser where they lie; they are valid within the dispose scope of the step.</summary>
    /// <param name="loss">The step's loss.</param>
    /// <returns>Their squared norm.</returns>
    /// <exception cref="InvalidOperationException">The loss does not depend on a parameter.</exception>
    public double Backward(Tensor loss)
    {
        _tape.Backward(loss);
        for (var leaf = 0; leaf < _segments.Length; leaf++)
        {
            var gradient = (float*)_leaves.Gradient(leaf).DataPointer();
            _segments[leaf] = new FloatSegment(gradient, _leaves.LengthOf(leaf));
            _optimizer.SetGradient(_slotOfLeaf[leaf], gradient);
        }

        var squaredNorm = _sumOfSquares.Of(_segments);
        foreach (var product in _products)
        {
            squaredNorm += product.WriteGradients();
        }

        _tape.Clear();
        return squaredNorm;
    }

    public void Dispose()
    {
        _leaves.Dispose();
        _tape.Dispose();
        _tensors.Dispose();
        _arena.Dispose();
    }

    private TrainedProduct BindProduct(Parameter parameter, int index, FloatArena weights)
    {
        var slot = weights.Layout.IndexOf(parameter.Name);
        var matrix = new ProductMatrix
        {
            Slot = slot,
            Rows = parameter.Shape[0],
            Columns = parameter.Shape[1],
            Weights = weights.Pointer(slot),
            Logits = null,
            Gradients = _arena.Pointer(index),
        };
        _optimizer.SetGradient(slot, matrix.Gradients);
        var product = new TrainedProduct(_tensors, matrix, _tape, parameter.Name);
        parameter.Bind(product);
        return product;
    }
}
