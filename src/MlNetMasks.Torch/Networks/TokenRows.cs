using TorchSharp;
using static TorchSharp.torch;

namespace MlNetMasks.Torch;

/// <summary>The token sequences of a batch, cut after the longest of them.</summary>
internal sealed class TokenRows
{
    private static readonly Scalar Zero = 0; // kept alive, see the remarks on NetworkModule
    private static readonly Scalar One = 1;
    private static readonly Scalar MinusOne = -1;
    private static readonly Scalar MinusInfinity = float.NegativeInfinity;

    /// <summary>Reads a network's input.</summary>
    /// <param name="input">Token ids padded with 0, <c>[groups, rows, length]</c>.</param>
    public TokenRows(Tensor input)
    {
        var isToken = input.to(ScalarType.Bool);
        Lengths = isToken.sum(-1);
        Longest = Math.Max(1, Lengths.max().item<long>());
        HasOneLength = Lengths.min().item<long>() == Longest;
        IsToken = isToken.narrow(2, 0, Longest);
        Ids = input.narrow(2, 0, Longest).to(ScalarType.Int64).add(MinusOne, One).clamp_min(Zero);
    }

    /// <summary>Tokens counted from 0, <c>[groups, rows, longest]</c>; 0 in the padding too.</summary>
    public Tensor Ids { get; }

    /// <summary>Whether there is a token, <c>[groups, rows, longest]</c>.</summary>
    public Tensor IsToken { get; }

    /// <summary>Tokens of each row, <c>[groups, rows]</c>.</summary>
    public Tensor Lengths { get; }

    /// <summary>Tokens of the longest row, at least 1.</summary>
    public long Longest { get; }

    /// <summary>Whether all rows are as long.</summary>
    public bool HasOneLength { get; }

    /// <summary>What added to attention scores hides the padding, <c>[groups x rows, 1, 1, longest]</c>; null where there is none.</summary>
    /// <param name="type">Type of the scores.</param>
    public Tensor? Reach(ScalarType type) => HasOneLength
        ? null
        : zeros(IsToken.shape, type).masked_fill(IsToken.logical_not(), MinusInfinity).view(-1, 1, 1, Longest);

    /// <summary>Steps that the longest target takes, its end token included.</summary>
    /// <param name="targets">Classes, <c>[groups, rows, answers]</c>.</param>
    public static long StepsOf(Tensor targets) => Math.Max(1, targets.ge(Zero).sum(-1).max().item<long>());

    /// <summary>What a decoder is shown when it sees the right answers: the start token, which is the end token, and the answer up to the last step.</summary>
    /// <param name="targets">Classes, <c>[groups, rows, answers]</c>.</param>
    /// <param name="steps">Steps to take.</param>
    /// <param name="start">Class of the start token.</param>
    /// <returns><c>[groups, rows, steps]</c>; any token behind the end.</returns>
    public static Tensor Shifted(Tensor targets, long steps, long start)
    {
        var first = StartOf(targets.size(0), targets.size(1), start);
        return steps == 1 ? first : cat([first, targets.narrow(2, 0, steps - 1).clamp_min(Zero)], 2);
    }

    /// <summary>The start token of every row, <c>[groups, rows, 1]</c>.</summary>
    public static Tensor StartOf(long groups, long rows, long start) => tensor((long[])[start]).view(1, 1, 1).expand(groups, rows, 1);
}
