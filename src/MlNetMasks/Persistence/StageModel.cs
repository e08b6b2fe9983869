using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace MlNetMasks.Persistence;

/// <summary>
/// The bridge between ML.NET's model file and our payload: one loader signature for all stages; the stage id inside the payload says
/// which factory rebuilds it.
/// </summary>
internal static class StageModel
{
    /// <summary>At most 24 characters: ML.NET's header has no room for more.</summary>
    public const string LoaderSignature = "MlNetMasksStage";

    /// <summary>Exactly 8 characters, written into ML.NET's model header.</summary>
    public const string ModelSignature = "MNMSTAGE";

    /// <summary>Name of the stream that holds the payload.</summary>
    public const string PayloadName = "Stage.bin";

    private const uint ModelVersion = 0x00010001;

    /// <summary>Saves a stage into the model entry ML.NET opened for it.</summary>
    public static void Save(ModelSaveContext context, IPersistentStage stage)
    {
        ArgumentNullException.ThrowIfNull(context);
        MlNetInternals.SetVersionInfo(context, ModelSignature, ModelVersion, LoaderSignature, typeof(StageModel).Assembly.FullName!);
        MlNetInternals.SaveBinaryStream(context, PayloadName, writer => StagePayload.Write(writer.BaseStream, stage));
    }

    /// <summary>Called by ML.NET's component catalog, which finds it by name and by its exact return type.</summary>
    public static ITransformer Create(IHostEnvironment env, object ctx)
    {
        ITransformer? stage = null;
        if (!MlNetInternals.TryLoadBinaryStream(ctx, PayloadName, reader => stage = StagePayload.Read(reader.BaseStream, env)))
        {
            throw new InvalidDataException(
                $"A mask stage of the model has no '{PayloadName}' stream: the model file is damaged. Save the model again.");
        }

        return stage!;
    }
}
