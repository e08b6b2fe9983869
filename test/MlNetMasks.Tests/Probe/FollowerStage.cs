using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MlNetMasks.Persistence;
using MlNetMasks.Scoring;

namespace MlNetMasks.Tests.Probe;

/// <summary>Hands out the factor of the network it finds upstream of itself; saved without the network, as a mask stage is.</summary>
internal sealed class FollowerStage(IHostEnvironment environment, float fittedFactor) : BatchScoringTransformer(environment)
{
    public const string Id = "test.follower";

    public override string StageId => Id;

    public float FittedFactor => fittedFactor;

    public static void Register(MLContext context) => context.Masks.Registries.Stages.Register(
        Id, static (environment, reader) => new FollowerStage(environment, reader.ReadValue<float>("factor")));

    public override void Write(StageWriter writer) => writer.WriteValue("factor", fittedFactor);

    protected override ScoringBinding Bind(DataViewSchema inputSchema)
    {
        var network = ProbeStage.Carrier.Require(inputSchema, FollowerEstimator.Remedy);
        ScoringOutput[] outputs = [new(new("Followed", NumberDataViewType.Single), [])];
        return new ScoringBinding(inputSchema, outputs, (_, _, _) => new ConstantScorer(network.Factor));
    }

    private sealed class ConstantScorer(float factor) : IBatchScorer
    {
        public void Load(int slot)
        {
        }

        public void Score(int count)
        {
        }

        public Delegate GetOutput(int output) => (SlotGetter<float>)((int slot, ref float value) => value = factor);

        public void Dispose()
        {
        }
    }
}
