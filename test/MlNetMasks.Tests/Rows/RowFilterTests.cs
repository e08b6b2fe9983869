using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetMasks.Tests.Stages;

namespace MlNetMasks.Tests.Rows;

[TestClass]
public sealed class RowFilterTests
{
    private static readonly MLContext Ml = new(seed: 1);

    private static IEnumerable<(RowFilter Filter, Func<ToyRow, bool> Expected)> Filters =>
    [
        (RowFilter.KeyIs("Color", "red"), row => row.Color == "red"),
        (RowFilter.KeyIsNot("Color", "red"), row => row.Color != "red"),
        (RowFilter.KeyIsIn("Label", ["blue", "red"]), row => row.Color != "green"),
        (RowFilter.KeyIsNotIn("Label", ["blue", "red"]), row => row.Color == "green"),
        (RowFilter.KeyIsAt("Label", [2, 0, 2]), row => row.Color is "red" or "blue"),
        (RowFilter.KeyIsNotAt("Label", [1]), row => row.Color != "green"),
        (RowFilter.KeyIsAt("Group", [3]), row => row.Group == 3),
        (RowFilter.KeyIs("Group", "1"), row => row.Group == 0),
        (RowFilter.KeyIsIn("Number", ["-2", "2e0"]), row => row.Number is -2 or 2),
        (RowFilter.KeyIsNot("Number", "0"), row => row.Number != 0),
        (RowFilter.Between("Number", -1, 0.5), row => row.Number is -1 or 0),
        (RowFilter.Between("Number", 1, double.PositiveInfinity), row => row.Number >= 1),
        (RowFilter.KeyIs("Size", "0.1"), row => row.Size == 0.1f),
        (RowFilter.KeyIsNotIn("Size", ["0.1", "0.2"]), row => row.Size is not (0.1f or 0.2f)),
        (RowFilter.Between("Size", 0.1, 0.2), row => row.Size is 0.1f or 0.2f),
        (RowFilter.KeyIs("Flag", "True"), row => row.Flag),
        (RowFilter.KeyIsNot("Flag", "true"), row => !row.Flag),
    ];

    [TestMethod]
    public void Count_OfEveryFilter_IsThatOfTheRowsItDescribes()
    {
        var data = Toy.Data(Ml);
        var rows = Toy.Rows(120).ToList();
        foreach (var (filter, expected) in Filters)
        {
            Assert.AreEqual(rows.Count(expected), (int)filter.Count(data), filter.ToString());
            Assert.IsGreaterThan(0, rows.Count(expected), filter.ToString());
        }
    }

    [TestMethod]
    public void MemberOf_AColumn_CountsEachRowAsOftenAsItSays()
    {
        var data = Ml.Data.LoadFromEnumerable(new MemberRow[] { new() { Times = 0, Share = 1 }, new() { Times = 3, Share = 0.5f }, new() { Times = 1, Share = 2 } });
        Assert.AreEqual(4, RowFilter.MemberOf("Times").Count(data));
        Assert.AreEqual("member of Times", RowFilter.MemberOf("Times").ToString());
        Assert.AreEqual(RowFilter.MemberOf("Times"), RowFilter.MemberOf("Times"));
        Assert.AreNotEqual(RowFilter.MemberOf("Times"), RowFilter.MemberOf("Share"));
        Assert.Contains("Row 1 has 0.5 in column 'Share'", Assert.ThrowsExactly<InvalidDataException>(() => RowFilter.MemberOf("Share").Count(data)).Message);
        Assert.Contains("use a number column", Assert.ThrowsExactly<ArgumentException>(() => RowFilter.MemberOf("Name").Check(data.Schema)).Message);
    }

    [TestMethod]
    [DataRow(-1f)]
    [DataRow(float.NaN)]
    [DataRow(float.PositiveInfinity)]
    [DataRow(2e6f)]
    public void MemberOf_ANumberThatIsNoCount_IsRefused(float share)
    {
        var data = Ml.Data.LoadFromEnumerable(new MemberRow[] { new() { Share = share } });
        Assert.Contains("whole number from 0 to 1000000", Assert.ThrowsExactly<InvalidDataException>(() => RowFilter.MemberOf("Share").Count(data)).Message);
    }

    [TestMethod]
    public void Filters_WrittenInAnotherOrder_AreEqual()
    {
        Assert.AreEqual(RowFilter.KeyIsIn("a", ["x", "y", "x"]), RowFilter.KeyIsIn("a", ["y", "x"]));
        Assert.AreEqual(RowFilter.KeyIsIn("a", ["x", "y"]).GetHashCode(), RowFilter.KeyIsIn("a", ["y", "x"]).GetHashCode());
        Assert.AreNotEqual(RowFilter.KeyIs("a", "x"), RowFilter.KeyIsNot("a", "x"));
        Assert.AreNotEqual(RowFilter.KeyIs("a", "x"), RowFilter.KeyIs("A", "x"));
        Assert.AreNotEqual(RowFilter.Between("a", 0, 1), RowFilter.Between("a", 0, 2));
    }

    [TestMethod]
    public void Filters_AsJson_ComeBackEqual()
    {
        var json = Ml.Masks.Registries.Json;
        foreach (var filter in Filters.Select(pair => pair.Filter).Append(RowFilter.Between("x", double.NegativeInfinity, -0.1)).Append(RowFilter.MemberOf("x")))
        {
            Assert.AreEqual(filter, JsonSerializer.Deserialize<RowFilter>(JsonSerializer.Serialize(filter, json), json), filter.ToString());
        }
    }

    [TestMethod]
    public void KeyIsAt_APlaceThatIsNotThere_IsRefused()
    {
        var schema = Toy.Data(Ml).Schema;

        Assert.AreEqual("Label is not at position 0 or 2", RowFilter.KeyIsNotAt("Label", [2, 0]).ToString());
        Assert.AreEqual(RowFilter.KeyIsAt("Label", [0, 2]), RowFilter.KeyIsAt("Label", [2, 0, 2]));
        Assert.AreNotEqual(RowFilter.KeyIsAt("Label", [0]), RowFilter.KeyIsNotAt("Label", [0]));
        Assert.Contains("whose 3 values are at positions 0 to 2", Assert.ThrowsExactly<ArgumentException>(() => RowFilter.KeyIsAt("Label", [3]).Check(schema)).Message);
        Assert.Contains("use a key column", Assert.ThrowsExactly<ArgumentException>(() => RowFilter.KeyIsNotAt("Number", [0]).Check(schema)).Message);
        Assert.Contains("use a key column", Assert.ThrowsExactly<ArgumentException>(() => RowFilter.KeyIsAt("Color", [0]).Check(schema)).Message);
        Assert.Contains("at least one, counted from 0", Assert.ThrowsExactly<ArgumentException>(() => RowFilter.KeyIsAt("Label", [-1])).Message);
        Assert.Contains("at least one, counted from 0", Assert.ThrowsExactly<ArgumentException>(() => RowFilter.KeyIsNotAt("Label", [])).Message);
    }

    [TestMethod]
    public void Filters_WithoutSense_AreRefused()
    {
        Assert.ThrowsExactly<ArgumentException>(() => RowFilter.KeyIsIn("a", []));
        Assert.ThrowsExactly<ArgumentException>(() => RowFilter.KeyIs(" ", "x"));
        Assert.ThrowsExactly<ArgumentException>(() => RowFilter.Between("a", 1, 0));
        Assert.ThrowsExactly<ArgumentException>(() => RowFilter.Between("a", double.NaN, 0));
    }

    [TestMethod]
    public void Values_ThatAreMissing_ArePickedByNoFilter()
    {
        var data = Ml.Data.LoadFromEnumerable([new Gap { Value = float.NaN }, new Gap { Value = 1, Key = 0 }]);
        var keyed = Ml.Transforms.Conversion.MapValueToKey("Label", "Value").Fit(data).Transform(data);

        Assert.AreEqual(1, RowFilter.KeyIsNot("Value", "7").Count(data));
        Assert.AreEqual(0, RowFilter.KeyIs("Value", "NaN").Count(data));
        Assert.AreEqual(1, RowFilter.Between("Value", double.NegativeInfinity, double.PositiveInfinity).Count(data));
        Assert.AreEqual(1, RowFilter.KeyIsNotIn("Key", ["2"]).Count(data));
        Assert.AreEqual(1, RowFilter.KeyIs("Label", "1").Count(keyed));
    }

    [TestMethod]
    public void KeyValues_OfNumbersAndBooleans_AreTheNamesOfTheKeys()
    {
        var data = Toy.Raw(Ml);
        var keyed = Ml.Transforms.Conversion.MapValueToKey("Numbers", "Number")
            .Append(Ml.Transforms.Conversion.MapValueToKey("Sizes", "Size"))
            .Append(Ml.Transforms.Conversion.MapValueToKey("Flags", "Flag"))
            .Fit(data)
            .Transform(data);

        Assert.AreEqual(Toy.Rows(120).Count(row => row.Number == 1), (int)RowFilter.KeyIs("Numbers", "1").Count(keyed));
        Assert.AreEqual(Toy.Rows(120).Count(row => row.Number == -2), (int)RowFilter.KeyIs("Numbers", "-2").Count(keyed));
        Assert.AreEqual(Toy.Rows(120).Count(row => row.Size == 0.1f), (int)RowFilter.KeyIs("Sizes", "0.1").Count(keyed));
        Assert.AreEqual(60, RowFilter.KeyIs("Flags", "True").Count(keyed));
        StringAssert.Contains(Toy.Message<ArgumentException>(() => RowFilter.KeyIs("Numbers", "3").Check(keyed.Schema)), "its values are -2, -1, 0, 1, 2");
    }

    [TestMethod]
    public void Keys_OfEveryRawType_AreRead()
    {
        var data = Toy.Data(Ml);
        foreach (var kind in new[] { DataKind.Byte, DataKind.UInt16, DataKind.UInt32, DataKind.UInt64 })
        {
            var keyed = Ml.Transforms.Conversion.ConvertType("Key", "Group", kind).Fit(data).Transform(data);

            Assert.IsInstanceOfType<KeyDataViewType>(keyed.Schema["Key"].Type);
            Assert.AreEqual(30, RowFilter.KeyIs("Key", "2").Count(keyed), kind.ToString());
        }
    }

    private sealed class Gap
    {
        public float Value { get; set; }

        [KeyType(3)]
        public uint Key { get; set; } = uint.MaxValue;
    }

    private sealed class MemberRow
    {
        public int Times { get; set; }

        public float Share { get; set; }

        public string Name { get; set; } = "";
    }
}
