namespace MlNetMasks.Analysis;

/// <summary>Orders text with the numbers in it by value, so that <c>[800x4]</c> comes before <c>[2000x4]</c>.</summary>
internal sealed class NaturalOrder : IComparer<string>
{
    public static NaturalOrder Instance { get; } = new();

    public int Compare(string? x, string? y)
    {
        ReadOnlySpan<char> left = x;
        ReadOnlySpan<char> right = y;
        while (!left.IsEmpty && !right.IsEmpty)
        {
            ReadOnlySpan<char> leftPart = TakePart(ref left);
            ReadOnlySpan<char> rightPart = TakePart(ref right);
            int order = char.IsAsciiDigit(leftPart[0]) && char.IsAsciiDigit(rightPart[0])
                ? CompareNumbers(leftPart, rightPart)
                : leftPart.CompareTo(rightPart, StringComparison.Ordinal);
            if (order != 0)
            {
                return order;
            }
        }

        int length = left.Length.CompareTo(right.Length);
        return length != 0 ? length : string.CompareOrdinal(x, y);
    }

    private static int CompareNumbers(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        left = left.TrimStart('0');
        right = right.TrimStart('0');
        return left.Length != right.Length ? left.Length.CompareTo(right.Length) : left.CompareTo(right, StringComparison.Ordinal);
    }

    private static ReadOnlySpan<char> TakePart(ref ReadOnlySpan<char> text)
    {
        bool digits = char.IsAsciiDigit(text[0]);
        int length = 1;
        while (length < text.Length && char.IsAsciiDigit(text[length]) == digits)
        {
            length++;
        }

        ReadOnlySpan<char> part = text[..length];
        text = text[length..];
        return part;
    }
}
