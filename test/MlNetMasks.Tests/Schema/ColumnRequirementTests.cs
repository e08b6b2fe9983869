using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetMasks.Schema;

namespace MlNetMasks.Tests.Schema;

[TestClass]
public sealed class ColumnRequirementTests
{
    private static readonly SchemaShape Shape = new([
        ShapeColumn.Create("Digits", ColumnForm.Vector, NumberDataViewType.Byte, ShapeColumn.SlotNames()),
        ShapeColumn.Create("Operation", ColumnForm.Key, NumberDataViewType.UInt32, ShapeColumn.KeyValues()),
        ShapeColumn.Create("Weight", ColumnForm.Scalar, NumberDataViewType.Single),
    ]);

    private static DataViewSchema Schema()
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("Digits", new VectorDataViewType(NumberDataViewType.Byte, 6));
        builder.AddColumn("Operation", new KeyDataViewType(typeof(uint), 2));
        builder.AddColumn("Weight", NumberDataViewType.Single);
        builder.AddColumn("Tokens", new VectorDataViewType(new KeyDataViewType(typeof(uint), 20), 9));
        builder.AddColumn("Words", new VectorDataViewType(TextDataViewType.Instance));
        return builder.ToSchema();
    }

    [TestMethod]
    public void Column_ThatFits_IsGivenBack()
    {
        var digits = new ColumnRequirement("Digits", ColumnForm.Vector, NumberDataViewType.Single, NumberDataViewType.Byte) { Length = 6 };
        Assert.AreEqual("Digits", digits.Require(Shape).Name);
        Assert.AreEqual(0, digits.Require(Schema()).Index);
        Assert.AreEqual(1, new ColumnRequirement("Operation", ColumnForm.Key) { KeyCount = 2 }.Require(Schema()).Index);
        Assert.IsTrue(new ColumnRequirement("Operation", ColumnForm.Key, NumberDataViewType.UInt32).Require(Shape).IsKey);
        Assert.AreEqual(3, new ColumnRequirement("Tokens", ColumnForm.KeyVector, NumberDataViewType.UInt32).Require(Schema()).Index);
    }

    [TestMethod]
    public void Column_Missing_NamesWhatIsThereAndWhatToDo()
    {
        var requirement = new ColumnRequirement("Label", ColumnForm.Key) { Remedy = "Use MapValueToKey." };
        foreach (var message in new[] { Message(() => requirement.Require(Shape)), Message(() => requirement.Require(Schema())) })
        {
            StringAssert.StartsWith(message, "Column 'Label' is missing; expected Key<any type>. Columns there: Digits, Operation, Weight");
            StringAssert.Contains(message, "Use MapValueToKey.");
        }
    }

    [TestMethod]
    public void Column_OfAnotherType_NamesFoundAndExpected()
    {
        var requirement = new ColumnRequirement("Weight", ColumnForm.Vector, NumberDataViewType.Single);
        StringAssert.StartsWith(Message(() => requirement.Require(Shape)), "Column 'Weight' is Single; expected Vector<Single, fixed length>.");
        StringAssert.StartsWith(Message(() => requirement.Require(Schema())), "Column 'Weight' is Single; expected Vector<Single, fixed length>.");
        StringAssert.StartsWith(
            Message(() => new ColumnRequirement("Digits", ColumnForm.Vector, NumberDataViewType.Single).Require(Shape)),
            "Column 'Digits' is Vector<Byte>; expected Vector<Single, fixed length>.");
    }

    [TestMethod]
    public void Column_OfAnotherSize_IsRefusedByTheRealSchemaOnly()
    {
        var requirement = new ColumnRequirement("Digits", ColumnForm.Vector, NumberDataViewType.Byte) { Length = 12 };
        requirement.Require(Shape);
        StringAssert.StartsWith(Message(() => requirement.Require(Schema())), "Column 'Digits' is Vector<Byte, 6>; expected Vector<Byte, 12>.");
        StringAssert.StartsWith(
            Message(() => new ColumnRequirement("Operation", ColumnForm.Key) { KeyCount = 3 }.Require(Schema())),
            "Column 'Operation' is Key<UInt32, 0-1>; expected Key<any type, 3 values>.");
        StringAssert.StartsWith(
            Message(() => new ColumnRequirement("Words", ColumnForm.Vector).Require(Schema())),
            "Column 'Words' is Vector<String>; expected Vector<any type, fixed length>.");
    }

    [TestMethod]
    public void Append_OfASameNameColumn_HidesTheEarlierOne()
    {
        var shape = Shape.Append(ShapeColumn.Create("Weight", ColumnForm.Vector, NumberDataViewType.Double));
        Assert.HasCount(3, shape);
        Assert.AreEqual(NumberDataViewType.Double, shape.Find("Weight")!.Value.ItemType);
    }

    [TestMethod]
    public void TextAnnotations_OnAColumn_AreReadByMlNet()
    {
        var annotations = new DataViewSchema.Annotations.Builder().AddKeyValues(["add", "mul"]);
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("Operation", new KeyDataViewType(typeof(uint), 2), annotations.ToAnnotations());
        VBuffer<ReadOnlyMemory<char>> names = default;
        builder.ToSchema()["Operation"].GetKeyValues(ref names);
        CollectionAssert.AreEqual(new[] { "add", "mul" }, names.DenseValues().Select(name => name.ToString()).ToArray());
        Assert.ThrowsExactly<ArgumentException>(() => new DataViewSchema.Annotations.Builder().AddSlotNames([]));
    }

    private static string Message(Action action) => Assert.ThrowsExactly<ArgumentException>(action).Message;
}
