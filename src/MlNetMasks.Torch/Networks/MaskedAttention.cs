using TorchSharp;
using static TorchSharp.torch;

namespace MlNetMasks.Torch;

/// <summary>
/// Attention with several heads (Vaswani et al. 2017), without biases. Tokens of a row attend to tokens of the same row only, so a batch element sees one
/// mask sample.
/// </summary>
/// <remarks>libtorch's own scaled_dot_product_attention takes five times as long on two threads with sequences of a few tokens (measured).</remarks>
public sealed class MaskedAttention
{
    private static readonly Scalar One = 1; // kept alive, see the remarks on NetworkModule

    private readonly TokenProduct _query;
    private readonly TokenProduct _keyValue;
    private readonly TokenProduct _merge;
    private readonly int _headCount;
    private readonly int _headSize;
    private readonly Scalar _scale;

    /// <summary>Makes the layer.</summary>
    /// <param name="query">Weight of the queries, [size, size].</param>
    /// <param name="keyValue">Weight of keys and values, [2 size, size]: per head first its keys, then its values.</param>
    /// <param name="merge">Weight on the heads' outputs, [size, size].</param>
    /// <param name="headCount">Number of heads; divides the size.</param>
    /// <exception cref="ArgumentException">The heads do not divide the size.</exception>
    public MaskedAttention(Parameter query, Parameter keyValue, Parameter merge, int headCount)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfLessThan(headCount, 1);
        if (query.Shape[0] % headCount != 0)
        {
            throw new ArgumentException($"{headCount} heads do not divide {query.Shape[0]} features; choose a divisor.", nameof(headCount));
        }

        (_query, _keyValue, _merge) = (new TokenProduct(query), new TokenProduct(keyValue), new TokenProduct(merge));
        _headCount = headCount;
        _headSize = query.Shape[0] / headCount;
        _scale = 1 / Math.Sqrt(_headSize);
    }

    /// <summary>Computes what queries attend to.</summary>
    /// <param name="source"><c>[groups, rows, tokens, size]</c></param>
    /// <returns>Keys and values, <c>[groups x rows, heads, tokens, size / heads]</c> each.</returns>
    public (Tensor Keys, Tensor Values) Project(Tensor source)
    {
        ArgumentNullException.ThrowIfNull(source);
        var projected = _keyValue.Multiply(source.flatten(1, 2)).view(source.size(0) * source.size(1), source.size(2), _headCount, 2 * _headSize).transpose(1, 2);
        var parts = projected.split(_headSize, -1);
        return (parts[0], parts[1]);
    }

    /// <summary>Attends.</summary>
    /// <param name="input">The tokens that ask, <c>[groups, rows, tokens, size]</c>.</param>
    /// <param name="source">Keys and values of <see cref="Project"/>.</param>
    /// <param name="reach">
    /// What added to a score lets a token see another, 0, or not, minus infinity; <c>[1 or groups x rows, 1, 1 or tokens, source tokens]</c>, or <see langword="null"/> where every
    /// token sees all.
    /// </param>
    /// <param name="pass">The pass, for dropout on the attention.</param>
    /// <param name="dropout">Its probability.</param>
    /// <param name="site">Its name.</param>
    /// <returns><c>[groups, rows, tokens, size]</c></returns>
    public Tensor Attend(Tensor input, (Tensor Keys, Tensor Values) source, Tensor? reach, ForwardPass pass, double dropout, string site)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(pass);
        var (groups, rows, tokens) = (input.size(0), input.size(1), input.size(2));
        var queries = _query.Multiply(input.flatten(1, 2)).view(groups * rows, tokens, _headCount, _headSize).transpose(1, 2);
        var scores = queries.mul(_scale).matmul(source.Keys.transpose(2, 3)); // [groups x rows, heads, tokens, source tokens]
        var reached = reach is null ? scores : scores.add(reach, One);
        var read = pass.Dropout(reached.softmax(-1), dropout, site).matmul(source.Values);
        return _merge.Multiply(read.transpose(1, 2).reshape(groups, rows * tokens, _headCount * _headSize)).view(groups, rows, tokens, -1);
    }
}
