namespace MlNetMasks.Torch;

/// <summary>Checks of columns that problems share.</summary>
internal static class ExampleColumnChecks
{
    /// <summary>Checks the values per row: a narrower column would leave old values in a batch.</summary>
    /// <exception cref="InvalidDataException">The width differs.</exception>
    public static void RequireWidth(this ExampleColumn column, int width)
    {
        if (column.Width != width)
        {
            throw new InvalidDataException($"Column '{column.Name}' has {column.Width} values per row; {width} were expected. Prepare the data as for training.");
        }
    }

    /// <summary>Checks that a column holds decimal digits.</summary>
    /// <param name="column">The digits.</param>
    /// <param name="width">Digits per row.</param>
    /// <param name="firstRow">Number of the first row, for messages.</param>
    /// <exception cref="InvalidDataException">The width differs, or a value is no digit.</exception>
    public static void RequireDigits(this ExampleColumn<byte> column, int width, long firstRow)
    {
        column.RequireWidth(width);
        var bad = column.Values.IndexOfAnyExceptInRange((byte)0, (byte)(DigitsProblem.Base - 1));
        if (bad >= 0)
        {
            throw new InvalidDataException(
                $"Column '{column.Name}' holds {column.Values[bad]} in row {firstRow + (bad / column.Width)}, slot {bad % column.Width}; a digit from 0 to {DigitsProblem.Base - 1} was expected. Check how the column was made.");
        }
    }

    /// <summary>Checks that every key names one of the values.</summary>
    /// <param name="column">The keys, counted from 0; -1 where missing.</param>
    /// <param name="count">Number of values.</param>
    /// <param name="firstRow">Number of the first row, for messages.</param>
    /// <param name="remedy">What to do about missing keys.</param>
    /// <exception cref="InvalidDataException">A key is missing or names no value.</exception>
    public static void RequireKeys(this ExampleColumn<int> column, int count, long firstRow, string remedy)
    {
        column.RequireWidth(1);
        var bad = column.Values.IndexOfAnyExceptInRange(0, count - 1);
        if (bad >= 0)
        {
            throw new InvalidDataException(column.Values[bad] == -1
                ? $"Column '{column.Name}' is missing in row {firstRow + bad}; {remedy}"
                : $"Column '{column.Name}' holds key {column.Values[bad]} in row {firstRow + bad}; a key from 0 to {count - 1} was expected. Check how the column was made.");
        }
    }
}
