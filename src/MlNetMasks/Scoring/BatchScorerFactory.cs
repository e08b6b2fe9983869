using Microsoft.ML;

namespace MlNetMasks.Scoring;

/// <summary>Makes the scorer of one cursor; called from several threads at once for parallel cursors.</summary>
/// <param name="input">Row to take the input getters from; of its columns only the inputs of active outputs are active.</param>
/// <param name="isActive">One flag per output: whether it will be read.</param>
/// <param name="capacity">Number of slots: 1 on the row path.</param>
/// <returns>The scorer; the cursor disposes it.</returns>
public delegate IBatchScorer BatchScorerFactory(DataViewRow input, IReadOnlyList<bool> isActive, int capacity);
