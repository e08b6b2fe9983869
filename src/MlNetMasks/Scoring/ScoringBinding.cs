using Microsoft.ML;

namespace MlNetMasks.Scoring;

/// <summary>A scoring stage bound to an input schema: which columns it adds, what they need, and how to make scorers. Immutable.</summary>
public sealed class ScoringBinding
{
    private readonly BatchScorerFactory _createScorer;

    /// <summary>Makes a binding.</summary>
    /// <param name="inputSchema">The input schema.</param>
    /// <param name="outputs">The columns added, at least one, in order; names are unique.</param>
    /// <param name="createScorer">Makes the scorer of a cursor.</param>
    /// <exception cref="ArgumentException">There is no output, or two have the same name.</exception>
    public ScoringBinding(DataViewSchema inputSchema, IReadOnlyList<ScoringOutput> outputs, BatchScorerFactory createScorer)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentNullException.ThrowIfNull(createScorer);
        if (outputs.Count == 0 || outputs.Select(output => output.Column.Name).Distinct(StringComparer.Ordinal).Count() < outputs.Count)
        {
            throw new ArgumentException(
                $"outputs are '{string.Join("', '", outputs.Select(output => output.Column.Name))}'; expected at least one, with unique names.",
                nameof(outputs));
        }

        InputSchema = inputSchema;
        Outputs = outputs;
        _createScorer = createScorer;

        var builder = new DataViewSchema.Builder();
        builder.AddColumns(inputSchema);
        foreach (var output in outputs)
        {
            builder.AddColumn(output.Column.Name, output.Column.Type, output.Column.Annotations);
        }

        OutputSchema = builder.ToSchema();
    }

    /// <summary>Gets the input schema.</summary>
    public DataViewSchema InputSchema { get; }

    /// <summary>Gets the columns added.</summary>
    public IReadOnlyList<ScoringOutput> Outputs { get; }

    /// <summary>Gets the output schema: all input columns under their own indices, then the outputs.</summary>
    public DataViewSchema OutputSchema { get; }

    /// <summary>Splits the output columns wanted into input columns passed through and outputs, and finds the input columns needed.</summary>
    internal ActiveColumns Activate(IEnumerable<DataViewSchema.Column> wanted)
    {
        var passThrough = new bool[InputSchema.Count];
        var outputs = new bool[Outputs.Count];
        foreach (var column in wanted)
        {
            if (column.Index < InputSchema.Count)
            {
                passThrough[column.Index] = true;
            }
            else if (column.Index < OutputSchema.Count)
            {
                outputs[column.Index - InputSchema.Count] = true;
            }
            else
            {
                throw new ArgumentException($"Column '{column.Name}' with index {column.Index} is not in the output schema.", nameof(wanted));
            }
        }

        var needed = passThrough.ToArray();
        for (var i = 0; i < outputs.Length; i++)
        {
            if (outputs[i])
            {
                foreach (var input in Outputs[i].Inputs)
                {
                    needed[input.Index] = true;
                }
            }
        }

        return new ActiveColumns(passThrough, outputs, [.. InputSchema.Where(column => needed[column.Index])]);
    }

    internal IBatchScorer CreateScorer(DataViewRow input, IReadOnlyList<bool> isActive, int capacity) => _createScorer(input, isActive, capacity);

    /// <summary>Takes the typed reader of an output from a scorer.</summary>
    internal SlotGetter<TValue> Reader<TValue>(IBatchScorer scorer, int output) =>
        scorer.GetOutput(output) as SlotGetter<TValue>
        ?? throw new InvalidOperationException(
            $"Column '{Outputs[output].Column.Name}' is {Outputs[output].Column.Type}; its getter has the value type "
            + $"{Outputs[output].Column.Type.RawType}, not {typeof(TValue)}.");
}
