namespace MlNetMasks.Data;

/// <summary>An exact number of a question and how it is printed.</summary>
/// <param name="Numerator">Numerator; of a decimal the digits without the point.</param>
/// <param name="Denominator">Denominator, at least 1; of a decimal a power of ten.</param>
/// <param name="Decimals">Digits behind the point, 0 for an integer, -1 for a fraction.</param>
internal readonly record struct SampledNumber(Int128 Numerator, Int128 Denominator, int Decimals)
{
    public static SampledNumber Integer(Int128 value) => new(value, 1, 0);

    public static int Compare(in SampledNumber first, in SampledNumber second) => first.Denominator == second.Denominator
        ? first.Numerator.CompareTo(second.Numerator)
        : checked(first.Numerator * second.Denominator).CompareTo(checked(second.Numerator * first.Denominator));

    public void AppendTo(BoundedText text)
    {
        if (Decimals >= 0)
        {
            text.AppendDecimal(Numerator, Decimals);
        }
        else
        {
            text.Append(Numerator);
            text.Append('/');
            text.Append(Denominator);
        }
    }
}
