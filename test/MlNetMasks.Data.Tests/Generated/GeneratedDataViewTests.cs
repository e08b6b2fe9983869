using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetMasks.Data.Tests.Generated;

[TestClass]
public sealed class GeneratedDataViewTests
{
    [TestMethod]
    public void View_AnySource_KnowsItsRowCountAndShuffles()
    {
        var view = new SquaresSource(123);

        Assert.AreEqual(123, view.GetRowCount());
        Assert.IsTrue(view.CanShuffle);
    }

    [TestMethod]
    public void View_NegativeRowCount_Throws() => Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new SquaresSource(-1));

    [TestMethod]
    public void View_NoColumns_Throws() => Assert.ThrowsExactly<ArgumentException>(() => new AnyColumns([]));

    [TestMethod]
    public void View_TwoColumnsOfOneName_NamesThem()
    {
        GeneratedColumn<SquaresRow> column = GeneratedColumn.Scalar("Same", NumberDataViewType.Int64, static (SquaresRow row) => row.Number);

        var error = Assert.ThrowsExactly<ArgumentException>(() => new AnyColumns([column, column]));

        StringAssert.Contains(error.Message, "'Same'", StringComparison.Ordinal);
    }

    [TestMethod]
    public void Column_TypeReadAsAnother_NamesBoth()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(
            () => GeneratedColumn.Scalar("Number", NumberDataViewType.Single, static (SquaresRow row) => row.Number));

        StringAssert.Contains(error.Message, "System.Single", StringComparison.Ordinal);
        StringAssert.Contains(error.Message, "System.Int64", StringComparison.Ordinal);
    }

    [TestMethod]
    public void Column_WrongNumberOfSlotNames_NamesBothNumbers()
    {
        var type = new VectorDataViewType(NumberDataViewType.Int32, 5);

        var error = Assert.ThrowsExactly<ArgumentException>(
            () => GeneratedColumn.Vector("V", type, static (SquaresRow row) => row.Countdown, ["one"]));

        StringAssert.Contains(error.Message, "5 slots but 1", StringComparison.Ordinal);
    }

    [TestMethod]
    public void Column_KeyWithoutValues_Throws() =>
        Assert.ThrowsExactly<ArgumentException>(() => GeneratedColumn.Key<SquaresRow>("K", [], static row => 0));

    [TestMethod]
    public void Column_VectorOfTheWrongLengthInARow_NamesColumnAndLengths()
    {
        var type = new VectorDataViewType(NumberDataViewType.Int32, 3);
        var view = new AnyColumns([GeneratedColumn.Vector("V", type, static (SquaresRow row) => row.Countdown)]);

        var error = Assert.ThrowsExactly<InvalidOperationException>(() => RowReading.Values<VBuffer<int>>(view, "V"));

        StringAssert.Contains(error.Message, "'V' was given 5 values", StringComparison.Ordinal);
    }

    [TestMethod]
    [DataRow(-2)]
    [DataRow(1)]
    public void Column_KeyOutsideItsValuesInARow_NamesTheRange(int position)
    {
        var view = new AnyColumns([GeneratedColumn.Key<SquaresRow>("K", ["only"], row => position)]);

        var error = Assert.ThrowsExactly<InvalidOperationException>(() => RowReading.Values<uint>(view, "K"));

        StringAssert.Contains(error.Message, "0 to 0", StringComparison.Ordinal);
    }

    private sealed class AnyColumns(IEnumerable<GeneratedColumn<SquaresRow>> columns) : GeneratedDataView<SquaresRow>(1, columns)
    {
        protected override SquaresRow CreateRow() => new();

        protected override void Generate(long index, SquaresRow row) => row.Number = index;
    }
}
