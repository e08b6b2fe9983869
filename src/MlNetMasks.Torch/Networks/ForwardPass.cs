using MlNetMasks.Torch.Kernels;
using static TorchSharp.torch;

namespace MlNetMasks.Torch;

/// <summary>
/// What a forward pass may know besides its input: the right answers while it trains, and randomness of its own. Everything random follows from
/// <see cref="Key"/> and the name of the place that asks, so it depends neither on threads nor on what happened before, and checkpoints need not save it.
/// </summary>
/// <remarks>
/// Pretraining: targets and dropout. Learning a mask: targets, no dropout (paper, section 2). Everything else: neither, see <see cref="Evaluation"/>.
/// </remarks>
public sealed class ForwardPass
{
    private readonly Tensor? _batchTargets; // [batch, answers], where most networks do not ask for their view by groups
    private readonly int _groups;
    private List<(Parameter Statistic, Tensor Value)>? _moved;

    /// <summary>Describes a pass.</summary>
    /// <param name="targets">Right answers while training, <c>[groups, batch / groups, answers]</c>; <see langword="null"/> in evaluation. Not owned.</param>
    /// <param name="key">Key of the pass's random streams; another one in every step.</param>
    /// <param name="dropsUnits">Whether dropout is on.</param>
    public ForwardPass(Tensor? targets, ulong key, bool dropsUnits)
    {
        Targets = targets;
        Key = key;
        DropsUnits = dropsUnits;
    }

    private ForwardPass(Tensor batchTargets, int groups, ulong key, bool dropsUnits)
        : this(targets: null, key, dropsUnits)
    {
        _batchTargets = batchTargets;
        _groups = groups;
    }

    /// <summary>A pass without right answers and without randomness: the network answers on its own.</summary>
    public static ForwardPass Evaluation { get; } = new(targets: null, key: 0, dropsUnits: false);

    /// <summary>
    /// Right answers as class indices, <c>[groups, batch / groups, answers]</c>, while weights or masks are learned; <see langword="null"/> in evaluation. A
    /// sequence ends with the end token, behind it stands <see cref="SequenceShape.NoToken"/>.
    /// </summary>
    public Tensor? Targets => field ??= _batchTargets?.view(_groups, _batchTargets.size(0) / _groups, -1);

    /// <summary>Key of the pass's random streams.</summary>
    public ulong Key { get; }

    /// <summary>Whether dropout is on.</summary>
    public bool DropsUnits { get; }

    /// <summary>Whether batch normalisation uses the batch's own statistics and moves the running ones; so only while weights are pretrained.</summary>
    /// <value>Default: <see langword="false"/>.</value>
    public bool UsesBatchStatistics { get; init; }

    /// <summary>Dropout (Srivastava et al. 2014): sets elements to zero at random and scales the others by 1 / (1 - probability).</summary>
    /// <param name="input">Activations, contiguous.</param>
    /// <param name="probability">Share of elements that become zero, in [0, 1).</param>
    /// <param name="site">Name of the place in the network; equal names draw equal zeros.</param>
    /// <returns>The activations; the input itself where dropout is off.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The probability is outside [0, 1).</exception>
    public Tensor Dropout(Tensor input, double probability, string site)
    {
        ArgumentNullException.ThrowIfNull(input);
        return DropoutFactors(input.shape, probability, site) is { } factors ? input.mul(factors) : input;
    }

    /// <summary>The factors of <see cref="Dropout"/>, for a network that applies them in parts.</summary>
    /// <param name="shape">Shape of the activations.</param>
    /// <param name="probability">Share of elements that become zero, in [0, 1).</param>
    /// <param name="site">Name of the place in the network.</param>
    /// <returns>A tensor of zeros and 1 / (1 - probability); <see langword="null"/> where dropout is off.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The probability is outside [0, 1).</exception>
    public Tensor? DropoutFactors(IReadOnlyList<long> shape, double probability, string site)
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (!(probability is >= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A dropout probability lies in [0, 1).");
        }

        if (!DropsUnits || probability == 0)
        {
            return null;
        }

        var factors = empty([.. shape], ScalarType.Float32);
        Fill(factors, probability, new RandomStream(RandomStream.DeriveKey(Key, site)));
        return factors;
    }

    /// <summary>Decides something for the whole batch by chance.</summary>
    /// <param name="probability">Probability of yes, in [0, 1].</param>
    /// <param name="site">Name of the decision.</param>
    /// <returns>The decision; always the same for the same pass and name.</returns>
    public bool Decide(double probability, string site) => new RandomStream(RandomStream.DeriveKey(Key, site)).NextDouble() < probability;

    /// <summary>The pass of a training step.</summary>
    /// <param name="stageKey">Key of the stage's random streams.</param>
    /// <param name="step">Number of the step.</param>
    /// <param name="targets">Right answers of the batch, <c>[batch, answers]</c>.</param>
    /// <param name="groups">Groups that the batch is split into.</param>
    /// <param name="dropsUnits">Whether weights are pretrained: dropout is on, and batch normalisation uses the batch.</param>
    internal static ForwardPass OfStep(ulong stageKey, int step, Tensor targets, int groups, bool dropsUnits) =>
        new(targets, groups, StreamKey.Combine(RandomStream.DeriveKey(stageKey, "forward"), (ulong)step), dropsUnits) { UsesBatchStatistics = dropsUnits };

    /// <summary>Notes where a running statistic moves to, once the step is known to count.</summary>
    internal void Move(Parameter statistic, Tensor value) => (_moved ??= []).Add((statistic, value));

    /// <summary>Moves the running statistics; within the dispose scope of the step.</summary>
    internal void MoveStatistics()
    {
        if (_moved is null)
        {
            return;
        }

        using var noGradient = no_grad();
        foreach (var (statistic, value) in _moved)
        {
            statistic.Value.copy_(value.view(statistic.Value.shape));
        }

        _moved = null;
    }

    private static unsafe void Fill(Tensor factors, double probability, RandomStream random)
    {
        var values = (float*)factors.DataPointer();
        var count = factors.numel();
        var kept = (float)(1 / (1 - probability));
        var threshold = (uint)Math.Round(probability * uint.MaxValue);
        for (var i = 0L; i < count; i += 2)
        {
            var bits = random.NextUInt64();
            values[i] = (uint)bits < threshold ? 0 : kept;
            if (i + 1 < count)
            {
                values[i + 1] = (uint)(bits >> 32) < threshold ? 0 : kept;
            }
        }
    }
}
