using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetMasks.Data.Tests.Generated;

[TestClass]
public sealed class GeneratedCursorTests
{
    [TestMethod]
    public void Cursor_BeforeDuringAndAfter_ReportsItsPosition()
    {
        var source = new SquaresSource(2);
        using DataViewRowCursor cursor = source.GetRowCursor(source.Schema);

        Assert.AreEqual(-1, cursor.Position);
        Assert.IsTrue(cursor.MoveNext());
        Assert.AreEqual(0, cursor.Position);
        Assert.IsTrue(cursor.MoveNext());
        Assert.AreEqual(1, cursor.Position);
        Assert.IsFalse(cursor.MoveNext());
        Assert.AreEqual(-1, cursor.Position);
        Assert.IsFalse(cursor.MoveNext());
        Assert.AreEqual(0, cursor.Batch);
    }

    [TestMethod]
    public void Cursor_EmptyView_HasNoRow()
    {
        using DataViewRowCursor cursor = new SquaresSource(0).GetRowCursor([], new FixedRandom(1));

        Assert.IsFalse(cursor.MoveNext());
    }

    [TestMethod]
    public void Cursor_EveryKindOfColumn_ReadsTheRow()
    {
        var source = new SquaresSource(8);

        CollectionAssert.AreEqual(new long[] { 0, 1, 4, 9, 16, 25, 36, 49 }, RowReading.Values<long>(source, "Square"));
        Assert.AreEqual("01234567", string.Concat(RowReading.Values<ReadOnlyMemory<char>>(source, "Text")));
        CollectionAssert.AreEqual(new uint[] { 0, 1, 2, 0, 1, 2, 0, 1 }, RowReading.Values<uint>(source, "Third"));

        using DataViewRowCursor cursor = source.GetRowCursor(source.Schema);
        ValueGetter<VBuffer<int>> getter = cursor.GetGetter<VBuffer<int>>(source.Schema["Countdown"]);
        VBuffer<int> value = default;
        for (int i = 0; cursor.MoveNext(); i++)
        {
            getter(ref value);
            CollectionAssert.AreEqual(new[] { 5, 4, 3, 2, 1 }[..(i % 5)], value.GetValues().ToArray());
        }
    }

    [TestMethod]
    public void Cursor_SeveralColumnsOfOneRow_GeneratesItOnce()
    {
        var source = new SquaresSource(10);
        using DataViewRowCursor cursor = source.GetRowCursor(source.Schema);
        ValueGetter<long> square = cursor.GetGetter<long>(source.Schema["Square"]);
        ValueGetter<uint> third = cursor.GetGetter<uint>(source.Schema["Third"]);
        long number = 0;
        uint key = 0;

        while (cursor.MoveNext())
        {
            square(ref number);
            third(ref key);
            square(ref number);
        }

        Assert.AreEqual(10, source.GeneratedCount);
    }

    [TestMethod]
    public void Cursor_NoColumnRead_GeneratesNothing()
    {
        var source = new SquaresSource(10);
        using DataViewRowCursor cursor = source.GetRowCursor([]);

        Assert.HasCount(10, RowReading.Ids(cursor));
        Assert.AreEqual(0, source.GeneratedCount);
    }

    [TestMethod]
    public void Cursor_RowThatThrows_ThrowsAgainInsteadOfHandingOutHalfARow()
    {
        var source = new SquaresSource(3, failingRow: 1);
        using DataViewRowCursor cursor = source.GetRowCursor(source.Schema);
        ValueGetter<long> getter = cursor.GetGetter<long>(source.Schema["Square"]);
        long value = 0;
        cursor.MoveNext();
        cursor.MoveNext();

        Assert.ThrowsExactly<InvalidDataException>(() => getter(ref value));
        Assert.ThrowsExactly<InvalidDataException>(() => getter(ref value));
        cursor.MoveNext();
        getter(ref value);
        Assert.AreEqual(4, value);
    }

    [TestMethod]
    public void Getter_CursorNotOnARow_SaysSo()
    {
        var source = new SquaresSource(1);
        DataViewRowCursor cursor = source.GetRowCursor(source.Schema);
        ValueGetter<long> getter = cursor.GetGetter<long>(source.Schema["Square"]);
        ValueGetter<DataViewRowId> idGetter = cursor.GetIdGetter();
        long value = 0;
        DataViewRowId id = default;

        Assert.ThrowsExactly<InvalidOperationException>(() => getter(ref value));
        Assert.ThrowsExactly<InvalidOperationException>(() => idGetter(ref id));
        cursor.MoveNext();
        getter(ref value);
        cursor.Dispose();
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => getter(ref value));
        StringAssert.Contains(error.Message, "MoveNext", StringComparison.Ordinal);
        Assert.ThrowsExactly<InvalidOperationException>(() => idGetter(ref id));
    }

    [TestMethod]
    public void Cursor_Disposed_HasNoMoreRows()
    {
        DataViewRowCursor cursor = new SquaresSource(5).GetRowCursor([]);
        cursor.MoveNext();

        cursor.Dispose();
        cursor.Dispose();

        Assert.AreEqual(-1, cursor.Position);
        Assert.IsFalse(cursor.MoveNext());
    }

    [TestMethod]
    public void Getter_InactiveColumn_NamesTheColumn()
    {
        var source = new SquaresSource(1);
        using DataViewRowCursor cursor = source.GetRowCursor([source.Schema["Square"]]);

        var error = Assert.ThrowsExactly<ArgumentException>(() => cursor.GetGetter<uint>(source.Schema["Third"]));

        StringAssert.Contains(error.Message, "'Third' is not active", StringComparison.Ordinal);
        Assert.IsTrue(cursor.IsColumnActive(source.Schema["Square"]));
        Assert.IsFalse(cursor.IsColumnActive(source.Schema["Third"]));
    }

    [TestMethod]
    public void Getter_ColumnOfAnotherView_ListsTheColumns()
    {
        var source = new SquaresSource(1);
        DataViewSchema.Column foreign = new AddMulSource(DataSplit.Train, 1).Schema["Operation"];
        using DataViewRowCursor cursor = source.GetRowCursor(source.Schema);

        var error = Assert.ThrowsExactly<ArgumentException>(() => cursor.GetGetter<uint>(foreign));

        StringAssert.Contains(error.Message, "Square, Text, Third, Countdown", StringComparison.Ordinal);
        Assert.ThrowsExactly<ArgumentException>(() => cursor.IsColumnActive(foreign));
        Assert.ThrowsExactly<ArgumentException>(() => source.GetRowCursor([foreign]));
    }

    [TestMethod]
    public void Getter_WrongType_NamesBothTypes()
    {
        var source = new SquaresSource(1);
        using DataViewRowCursor cursor = source.GetRowCursor(source.Schema);

        var error = Assert.ThrowsExactly<InvalidOperationException>(() => cursor.GetGetter<float>(source.Schema["Square"]));

        StringAssert.Contains(error.Message, "System.Int64", StringComparison.Ordinal);
        StringAssert.Contains(error.Message, "System.Single", StringComparison.Ordinal);
    }
}
