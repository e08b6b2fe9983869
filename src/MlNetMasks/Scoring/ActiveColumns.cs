using Microsoft.ML;

namespace MlNetMasks.Scoring;

/// <summary>What a cursor was asked for.</summary>
/// <param name="PassThrough">One flag per input column: whether it is handed on.</param>
/// <param name="Outputs">One flag per output.</param>
/// <param name="Needed">The input columns the cursor needs itself.</param>
internal sealed record ActiveColumns(bool[] PassThrough, bool[] Outputs, IReadOnlyList<DataViewSchema.Column> Needed)
{
    /// <summary>Gets whether anything must be scored at all.</summary>
    public bool Scores { get; } = Outputs.Contains(true);

    /// <summary>Tells whether a column of the output schema is active.</summary>
    public bool Contains(int column)
    {
        var output = column - PassThrough.Length;
        return output < 0 ? PassThrough[column] : output < Outputs.Length && Outputs[output];
    }

    /// <summary>Throws unless a column of the output schema is active.</summary>
    public void Require(DataViewSchema.Column column)
    {
        if (!Contains(column.Index))
        {
            throw new InvalidOperationException($"Column '{column.Name}' is not active. Ask for it when the cursor or row is made.");
        }
    }
}
