using System.Text.Json;

namespace MlNetMasks.Data.Tests.Arithmetic;

[TestClass]
public sealed class ArithmeticGoldenTests
{
    private static readonly string s_folder =
        Environment.GetEnvironmentVariable("GOLDEN_DIR") ?? Path.Combine(AppContext.BaseDirectory, "golden");

    [TestMethod]
    public void AddMulRow_GoldenSamples_GiveTheSameDigits()
    {
        using JsonDocument golden = ReadGolden();
        int samples = 0;
        foreach (JsonElement sample in golden.RootElement.GetProperty("addmul").EnumerateArray())
        {
            byte[][] input = Matrix(sample.GetProperty("input"));
            byte[][] allResults = Matrix(sample.GetProperty("all_res"));
            long[] args = Longs(sample.GetProperty("args"));
            var row = new AddMulRow(input[0].Length);

            row.Set((ArithmeticOperation)sample.GetProperty("op").GetInt32(), args[0], args[1]);

            CollectionAssert.AreEqual(input[0], row.Left.ToArray());
            CollectionAssert.AreEqual(input[1], row.Right.ToArray());
            CollectionAssert.AreEqual(allResults[0], row.Sum.ToArray());
            CollectionAssert.AreEqual(allResults[1], row.Product.ToArray());
            CollectionAssert.AreEqual(Bytes(sample.GetProperty("output")), row.Result.ToArray());
            samples++;
        }

        Assert.AreNotEqual(0, samples);
    }

    [TestMethod]
    public void DoubleAdditionRow_GoldenPairs_GiveTheSameSums()
    {
        using JsonDocument golden = ReadGolden();
        int pairs = 0;
        foreach (JsonElement sample in golden.RootElement.GetProperty("pairs").EnumerateArray())
        {
            byte[][] output = Matrix(sample.GetProperty("output"));
            long[][] args = [.. sample.GetProperty("args").EnumerateArray().Select(Longs)];
            byte[][][] input = [.. sample.GetProperty("input").EnumerateArray().Select(Matrix)];
            var row = new DoubleAdditionRow(output[0].Length);
            for (int pair = 0; pair < output.Length; pair++)
            {
                row.Set(pair, args[pair][0], args[pair][1]);
            }

            for (int pair = 0; pair < output.Length; pair++)
            {
                CollectionAssert.AreEqual(input[pair][0], row.Left(pair).ToArray());
                CollectionAssert.AreEqual(input[pair][1], row.Right(pair).ToArray());
                CollectionAssert.AreEqual(output[pair], row.Result(pair).ToArray());
                pairs++;
            }
        }

        Assert.AreNotEqual(0, pairs);
    }

    private static JsonDocument ReadGolden() => JsonDocument.Parse(File.ReadAllText(Path.Combine(s_folder, "arithmetic_samples.json")));

    private static byte[] Bytes(JsonElement element) => [.. element.EnumerateArray().Select(static e => e.GetByte())];

    private static byte[][] Matrix(JsonElement element) => [.. element.EnumerateArray().Select(Bytes)];

    private static long[] Longs(JsonElement element) => [.. element.EnumerateArray().Select(static e => e.GetInt64())];
}
