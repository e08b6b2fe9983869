using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetMasks.Scoring;

/// <summary>The row path: scores the current input row when an output of it is read.</summary>
internal sealed class BatchScoringMapper(ScoringBinding binding) : IRowToRowMapper
{
    /// <inheritdoc/>
    public DataViewSchema InputSchema => binding.InputSchema;

    /// <inheritdoc/>
    public DataViewSchema OutputSchema => binding.OutputSchema;

    /// <inheritdoc/>
    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) =>
        binding.Activate(dependingColumns).Needed;

    /// <inheritdoc/>
    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Schema != InputSchema)
        {
            throw new ArgumentException("The row has another schema than the mapper. Make the mapper for the row's own schema.", nameof(input));
        }

        return new ScoringRow(input, binding, binding.Activate(activeColumns));
    }
}
