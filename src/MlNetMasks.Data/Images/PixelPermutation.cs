using System.Globalization;

namespace MlNetMasks.Data;

/// <summary>
/// A seeded order of a picture's pixels: permutation 0 leaves them where they are, every other number is an independent uniform draw. It depends on
/// number of pixels, seed and number alone, so training and test pictures, and sources of other data, get the same one.
/// </summary>
public sealed class PixelPermutation
{
    /// <summary>Largest number of a permutation.</summary>
    public const int MaxNumber = 9_999;

    private readonly int[] _order;

    /// <summary>Draws a permutation.</summary>
    /// <param name="pixelCount">Pixels of a picture, at least 1.</param>
    /// <param name="seed">Seed of the draws, any value.</param>
    /// <param name="number">Number of the permutation, 0 (the identity) to 9,999.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="pixelCount"/> or <paramref name="number"/> is out of range.</exception>
    public PixelPermutation(int pixelCount, int seed, int number)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pixelCount, 1);
        Number = CheckedNumber(number, nameof(number));
        Seed = seed;
        _order = number == 0
            ? [.. Enumerable.Range(0, pixelCount)]
            : RandomOrder.Of(new CounterRandom(seed, string.Create(CultureInfo.InvariantCulture, $"pixels/{number}")), pixelCount);
        Order = _order.AsReadOnly();
    }

    /// <summary>Number of the permutation.</summary>
    public int Number { get; }

    /// <summary>Seed of the draw.</summary>
    public int Seed { get; }

    /// <summary>For each slot of the permuted picture the pixel of the picture that it shows, counted from 0.</summary>
    public IReadOnlyList<int> Order { get; }

    /// <summary>Permutes a picture.</summary>
    /// <param name="image">Values of the pixels.</param>
    /// <param name="permuted">Receives them in the new order; must not overlap <paramref name="image"/>.</param>
    /// <exception cref="ArgumentException">A length is not the number of pixels.</exception>
    public void Apply(ReadOnlySpan<byte> image, Span<byte> permuted)
    {
        if (image.Length != _order.Length || permuted.Length != _order.Length)
        {
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture, $"The permutation is of {_order.Length} pixels, but was given {image.Length} and room for {permuted.Length}."));
        }

        if (Number == 0)
        {
            image.CopyTo(permuted);
            return;
        }

        for (int i = 0; i < permuted.Length; i++)
        {
            permuted[i] = image[_order[i]];
        }
    }

    internal static IReadOnlyList<int> CheckedNumbers(IReadOnlyList<int> numbers, string name)
    {
        ArgumentNullException.ThrowIfNull(numbers, name);
        if (numbers.Count == 0 || numbers.Distinct().Count() != numbers.Count)
        {
            throw new ArgumentException($"{name} is [{string.Join(", ", numbers)}]; name at least one permutation, and each once.", name);
        }

        return Array.AsReadOnly([.. numbers.Select(number => CheckedNumber(number, name))]);
    }

    internal static PixelPermutation[] All(int pixelCount, int seed, IReadOnlyList<int> numbers) =>
        [.. numbers.Select(number => new PixelPermutation(pixelCount, seed, number))];

    private static int CheckedNumber(int number, string name) => number is >= 0 and <= MaxNumber
        ? number
        : throw new ArgumentOutOfRangeException(name, number, $"A permutation's number must be in 0 to {MaxNumber}; 0 leaves the pixels where they are.");
}
