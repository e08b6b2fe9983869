using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MlNetMasks.Persistence;

namespace MlNetMasks.Scoring;

/// <summary>
/// Base of stages that add columns computed from batches of rows: cursors pull up to <see cref="BatchSize"/> rows, score them once and hand
/// them out one by one; a prediction engine scores single rows. Nothing is scored unless a column of the stage is read.
/// </summary>
/// <remarks>A derived class is immutable, or safe for use from several threads, apart from its scorers, each of which belongs to one cursor.</remarks>
public abstract class BatchScoringTransformer : IPersistentStage
{
    private readonly IHostEnvironment _environment;

    /// <summary>Makes a stage.</summary>
    /// <param name="environment">The environment the stage belongs to.</param>
    protected BatchScoringTransformer(IHostEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        _environment = environment;
    }

    /// <inheritdoc/>
    public abstract string StageId { get; }

    /// <inheritdoc/>
    IHostEnvironment IPersistentStage.Environment => _environment;

    /// <inheritdoc/>
    bool ITransformer.IsRowToRowMapper => true;

    /// <summary>Gets the environment the stage belongs to.</summary>
    protected IHostEnvironment Environment => _environment;

    /// <summary>Gets the number of rows scored at once by cursors.</summary>
    /// <value>256.</value>
    protected virtual int BatchSize => 256;

    /// <inheritdoc/>
    public abstract void Write(StageWriter writer);

    /// <summary>Gets the schema after the stage.</summary>
    /// <param name="inputSchema">Schema before the stage.</param>
    /// <returns>The input columns under their own indices, then the columns added.</returns>
    /// <exception cref="ArgumentException">A column the stage needs is missing or of another type.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => CheckedBind(inputSchema).OutputSchema;

    /// <summary>Adds the columns of the stage to a view; nothing is computed until a cursor is read.</summary>
    /// <param name="input">The view before the stage.</param>
    /// <returns>The view after the stage.</returns>
    /// <exception cref="ArgumentException">A column the stage needs is missing or of another type.</exception>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new BatchScoringView(input, CheckedBind(input.Schema), BatchSize);
    }

    /// <inheritdoc/>
    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) => new BatchScoringMapper(CheckedBind(inputSchema));

    /// <summary>Binds the stage to an input schema, checking the columns it needs. Called from several threads.</summary>
    /// <param name="inputSchema">Schema before the stage.</param>
    /// <returns>The binding.</returns>
    /// <exception cref="ArgumentException">A column the stage needs is missing or of another type.</exception>
    protected abstract ScoringBinding Bind(DataViewSchema inputSchema);

    private ScoringBinding CheckedBind(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return Bind(inputSchema);
    }
}
