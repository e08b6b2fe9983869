using System.Security.Cryptography;

namespace MlNetMasks.Torch;

/// <summary>One column of an <see cref="ExampleTable"/>: a fixed number of values per row, in one typed array.</summary>
public abstract class ExampleColumn
{
    private protected ExampleColumn(string name, int width, int rows)
    {
        Name = name;
        Width = width;
        RowCount = rows;
    }

    /// <summary>Name of the column.</summary>
    public string Name { get; }

    /// <summary>Values per row.</summary>
    public int Width { get; }

    /// <summary>Number of rows.</summary>
    public int RowCount { get; }

    /// <summary>Adds name, width and values to a hash.</summary>
    internal abstract void AppendTo(IncrementalHash hash);
}
