using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace MlNetMasks.Persistence;

/// <summary>Rebuilds a stage from what its <see cref="IPersistentStage.Write"/> wrote.</summary>
/// <param name="environment">The environment the model is loaded into.</param>
/// <param name="reader">Gives the named values and blobs; valid only during the call.</param>
/// <returns>The rebuilt stage.</returns>
public delegate ITransformer StageFactory(IHostEnvironment environment, StageReader reader);
