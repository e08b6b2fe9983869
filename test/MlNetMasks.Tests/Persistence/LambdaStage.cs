using Microsoft.ML;
using Microsoft.ML.Runtime;
using MlNetMasks.Persistence;

namespace MlNetMasks.Tests.Persistence;

/// <summary>A stage of which only the writing matters.</summary>
internal sealed class LambdaStage(IHostEnvironment environment, string id, Action<StageWriter> write) : IPersistentStage
{
    public string StageId => id;

    public IHostEnvironment Environment => environment;

    public bool IsRowToRowMapper => false;

    public void Write(StageWriter writer) => write(writer);

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => inputSchema;

    public Microsoft.ML.Data.IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => throw new NotSupportedException();

    public IDataView Transform(IDataView input) => input;
}
