using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace MlNetMasks.Persistence;

/// <summary>
/// A transformer that ML.NET's own <c>mlContext.Model.Save</c> and <c>Load</c> round-trip: it has a stable id and writes its values;
/// a <see cref="StageFactory"/> registered under the same id reads them back.
/// </summary>
public interface IPersistentStage : ITransformer
{
    /// <summary>Gets the id that names the stage type in model files; it never changes once a file was written with it.</summary>
    string StageId { get; }

    /// <summary>Gets the environment whose registries name the types of the values written.</summary>
    IHostEnvironment Environment { get; }

    /// <summary>Writes everything the stage needs to be rebuilt.</summary>
    /// <param name="writer">Takes named JSON values and named binary blobs.</param>
    void Write(StageWriter writer);

    /// <inheritdoc/>
    void ICanSaveModel.Save(ModelSaveContext ctx) => StageModel.Save(ctx, this);
}
