namespace MlNetMasks.Data;

/// <summary>A text with a largest length; what does not fit is dropped and remembered as an overflow.</summary>
internal sealed class BoundedText(int maxLength)
{
    private readonly char[] _characters = new char[maxLength];

    public bool Overflowed { get; private set; }

    public int Length { get; private set; }

    public ReadOnlySpan<char> Characters => _characters.AsSpan(0, Length);

    public void Clear()
    {
        Length = 0;
        Overflowed = false;
    }

    public void Append(char character)
    {
        if (Length == _characters.Length)
        {
            Overflowed = true;
            return;
        }

        _characters[Length++] = character;
    }

    public void Append(ReadOnlySpan<char> text)
    {
        if (text.TryCopyTo(_characters.AsSpan(Length)))
        {
            Length += text.Length;
        }
        else
        {
            Overflowed = true;
            Length = _characters.Length;
        }
    }

    public void Append(Int128 value)
    {
        if (value < 0)
        {
            Append('-');
        }

        AppendMagnitude(value);
    }

    /// <summary>Appends the digits of a number without its sign.</summary>
    public void AppendMagnitude(Int128 value)
    {
        Span<char> digits = stackalloc char[40];
        Append(Digits(value, digits));
    }

    /// <summary>Appends digits / 10^decimals without zeros at the end, with at least one digit before the point.</summary>
    public void AppendDecimal(Int128 digits, int decimals)
    {
        while (decimals > 0 && digits % 10 == 0)
        {
            digits /= 10;
            decimals--;
        }

        if (digits < 0)
        {
            Append('-');
        }

        Span<char> buffer = stackalloc char[40];
        ReadOnlySpan<char> all = Digits(digits, buffer);
        if (decimals == 0)
        {
            Append(all);
            return;
        }

        if (all.Length <= decimals)
        {
            Append("0.");
            for (int i = all.Length; i < decimals; i++)
            {
                Append('0');
            }

            Append(all);
            return;
        }

        Append(all[..^decimals]);
        Append('.');
        Append(all[^decimals..]);
    }

    private static ReadOnlySpan<char> Digits(Int128 value, Span<char> buffer)
    {
        int start = buffer.Length;
        UInt128 rest = (UInt128)Int128.Abs(value);
        while (rest > ulong.MaxValue)
        {
            (rest, UInt128 digit) = UInt128.DivRem(rest, 10);
            buffer[--start] = (char)('0' + (int)digit);
        }

        ulong small = (ulong)rest;
        do
        {
            (small, ulong digit) = Math.DivRem(small, 10UL);
            buffer[--start] = (char)('0' + (int)digit);
        }
        while (small != 0);

        return buffer[start..];
    }
}
