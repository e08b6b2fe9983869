using CsCheck;
using MlNetMasks.Masks;

namespace MlNetMasks.Analysis.Tests;

/// <summary>Generators of arbitrary records.</summary>
internal static class AnyRecord
{
    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.Const(""), Gen.OneOf("add", "mul", "a,b", "say \"no\"", "two\nlines", "two\r\nlines", "\r", "\"", ",", " padded ", "=1+1", "Ω 文字 🧮"),
        Gen.Char[' ', '~'].Array[0, 12].Select(letters => new string(letters)));

    private static readonly Gen<double> Value = Gen.OneOf(
        Gen.Double, Gen.OneOf(double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0.0, -0.0, double.Epsilon, double.MaxValue, 0.1, 1e-300));

    private static readonly Gen<int?> Step = Gen.OneOf(Gen.Const((int?)null), Gen.Int.Select(step => (int?)step));

    public static Gen<ResultRecord[]> Several { get; } = (
        from names in Gen.Select(Text, Text, Text, Text)
        from more in Gen.Select(Text, Text, Text, Text, Text)
        from seed in Gen.Int
        from condition in Gen.OneOf(Enum.GetValues<Condition>())
        from step in Step
        from value in Value
        select new ResultRecord(names.Item1, names.Item2, seed, names.Item3, names.Item4, more.Item1, condition, more.Item2, more.Item3, more.Item4, step, more.Item5, value))
        .Array[0, 20];
}
