using MlNetMasks.Analysis;
using MlNetMasks.Experiments.PipelineFiles.Keys;
using MlNetMasks.Masks;

namespace MlNetMasks.Experiments.PipelineFiles;

/// <summary>The key tables of a pipeline file: the reader, its messages, the canonical form and the JSON schema all come from here.</summary>
internal static class PipelineKeys
{
    public const string Variants = "variants";
    public const string Scales = "scales";
    public const string DefaultScale = "default_scale";
    public const string OutputLayerLearned = "learned";
    public const string OutputLayerControl = "control";

    /// <summary>A mask's name is also the name of its stage: those of the program's own stages are taken.</summary>
    private static readonly string[] StageNames = [Stages.Pretrain, Stages.Evaluate, Stages.Analyze];

    private static readonly ListSpec Slots = new(new IntegerSpec(0, 65_535), 1, 1024);

    public static KeySpec DefaultScaleKey { get; } =
        new(DefaultScale, new NameSpec { IsFolder = true }, "The scale used when none is asked for; without this key the first one.");

    public static KeySpec VariantsOfScaleKey { get; } =
        new(Variants, new ListSpec(new NameSpec { IsFolder = true }, 1, 1000), "The variants that this scale runs when none is asked for; without this key all.");

    /// <summary>What an experiment consists of once scale and variant are merged in.</summary>
    public static SectionSpec Experiment(PipelineVocabulary vocabulary) => new("the pipeline file", new KeyTable(
        new KeySpec("experiment", new NameSpec { IsFolder = true }, "Name of the experiment; runs are stored in a folder of this name.") { IsRequired = true },
        new KeySpec("figure", new TextSpec(), "Figure or section of the paper that this experiment is about."),
        new KeySpec("description", new TextSpec(), "What the experiment shows, for readers of the report."),
        new KeySpec("question", new WordSpec(RunQuestion.All), "What the report answers: whether functions use different weights (specialize, the default), whether the same function in two places uses the same ones (reuse), or whether a solution learned on all of the data holds weights that only held-out data needs (generalize), or whether functions that are learned one after another use each other's weights (transfer)."),
        new KeySpec("data", DataSource(vocabulary), "Where the examples come from.") { IsRequired = true },
        new KeySpec("network", Network(vocabulary), "The network that is pretrained and masked.") { IsRequired = true },
        new KeySpec("pretrain", Pretrain, "How the network learns the full problem; a file has either this or sequence."),
        new KeySpec("sequence", Sequence, "Learns the functions of masks.functions one after another, weights and masks together; a file has either this or pretrain."),
        new KeySpec("copy_slot", CopySlot, "Copies the input and output weights of one output slot over those of another before the masks are learned; without it nothing is copied."),
        new KeySpec("masks", Masks, "The functions whose masks are learned on the frozen network."),
        new KeySpec("evaluate", Evaluate(vocabulary), "On what, and how bound, the network is evaluated.") { Default = "{}" },
        new KeySpec("gates", new ListSpec(Gate(vocabulary), 0, 1000), "Results that the run must reach; otherwise the program ends with exit code 3.") { Default = "[]" }));

    public static IReadOnlyList<KeySpec> MaskTraining { get; } =
    [
        new KeySpec("steps", new IntegerSpec(0, 100_000_000), "Mask learning steps.") { Default = "20000" },
        new KeySpec("batch_size", new IntegerSpec(1, 1_000_000), "Rows per step; a multiple of samples.") { Default = "128" },
        new KeySpec("learning_rate", new NumberSpec(1e-12, 10), "Learning rate of the mask logits.") { Default = "1e-2" },
        new KeySpec("beta", new NumberSpec(0, 1), "Strength of the pressure to remove weights.") { Default = "1e-4" },
        new KeySpec("samples", new IntegerSpec(1, 64), "Mask samples per batch.") { Default = "4" },
        new KeySpec("gradient_clip", new NumberSpec(1e-12, double.PositiveInfinity) { AllowsNone = true }, "Largest norm of the mask gradient.") { Default = "1" },
        new KeySpec("initial_logit", new NumberSpec(-40, 40), "Logit at which every weight starts; 2 keeps a weight with probability 0.88.") { Default = "2" },
    ];

    /// <summary>Settings of a mask without a default of their own: files that do not name them keep their hash.</summary>
    private static IReadOnlyList<KeySpec> OptionalMaskTraining { get; } =
    [
        new KeySpec("precision", new WordSpec([.. PrecisionNames.All]), "Number format of masked weights and activations, without it float32; auto takes bfloat16 where it is faster."),
        .. Augmentation,
        new KeySpec("output_layer", new WordSpec([OutputLayerLearned, OutputLayerControl]), "Whether the mask of the output layer is learned, or the control's and stays so (control), which needs a control earlier in the list and does not concern the control itself; without it learned."),
    ];

    /// <summary>Random changes of training images.</summary>
    private static KeySpec[] Augmentation =>
    [
        new("crop_padding", new IntegerSpec(0, 64), "Pixels of black border around each training image, out of which a part of the old size is cut at random; without it none."),
        new("flip", new FlagSpec(), "Whether training images are mirrored left to right by chance; without it no."),
    ];

    private static SectionSpec Masks
    {
        get
        {
            // An override has no default of its own: what a function leaves out comes from masks.defaults.
            var function = new KeyTable(
            [
                new KeySpec("name", new NameSpec { Reserved = StageNames }, "Name of the mask.") { IsRequired = true },
                new KeySpec("role", new WordSpec(["function", "control"]), "The control is learned on the full problem; at most one mask has this role.") { Default = "function" },
                new KeySpec("rows", Rows, "The training rows that make up the function; without it all rows."),
                new KeySpec("slots", Slots, "The output slots (for example digits) that the loss looks at, counted from 0; without it all."),
                new KeySpec("replicate", new IntegerSpec(0, 1000), "Index that tells masks of one function from each other when it is learned several times.") { Default = "0" },
                new KeySpec("replicates", new IntegerSpec(1, 1000), "How often the function is learned, each time from another seed: as masks name, name-2, name-3, ...; without it once."),
                new KeySpec("reinitialised", new FlagSpec(), "Whether the mask is learned on freshly initialised weights instead of the trained ones; without it no."),
                .. MaskTraining.Concat(OptionalMaskTraining).Select(key => key with { Default = null, Description = key.Description + " Overrides masks.defaults." }),
            ]);
            return new SectionSpec("'masks'", new KeyTable(
                new KeySpec("defaults", new SectionSpec("'masks.defaults'", new KeyTable([.. MaskTraining, .. OptionalMaskTraining])), "Settings of every mask that does not override them.") { Default = "{}" },
                new KeySpec("functions", new ListSpec(new SectionSpec("a mask", function), 1, 1000) { IsNamed = true }, "The masks, in the order in which they are learned.") { IsRequired = true },
                new KeySpec("expressions", new ListSpec(Expression, 0, 1000) { IsNamed = true }, "Masks made of the learned ones by set expressions; they are listed and evaluated like masks.")));
        }
    }

    private static SectionSpec Expression => new("an expression", new KeyTable(
        new KeySpec("name", new NameSpec { Reserved = StageNames }, "Name of the mask that the expression makes.") { IsRequired = true },
        new KeySpec("expression", new TextSpec(), "Masks combined with AND, OR, XOR, NOT and parentheses, for example 'add AND NOT mul'.") { IsRequired = true }));

    private static SectionSpec CopySlot => new("'copy_slot'", new KeyTable(
        new KeySpec("from", new IntegerSpec(0, 65_535), "Output slot whose weights are copied, counted from 0.") { IsRequired = true },
        new KeySpec("to", new IntegerSpec(0, 65_535), "Output slot whose weights are replaced, counted from 0.") { IsRequired = true }));

    private static SectionSpec Pretrain => new("'pretrain'", new KeyTable(
    [
        new KeySpec("steps", new IntegerSpec(1, 100_000_000), "Pretraining steps.") { IsRequired = true },
        new KeySpec("batch_size", new IntegerSpec(1, 1_000_000), "Rows per step.") { Default = "128" },
        new KeySpec("learning_rate", new NumberSpec(1e-12, 10), "Learning rate of the optimizer.") { Default = "1e-3" },
        new KeySpec("gradient_clip", new NumberSpec(1e-12, double.PositiveInfinity) { AllowsNone = true }, "Largest norm of the gradient.") { Default = "1" },
        new KeySpec("warmup_steps", new IntegerSpec(0, 100_000_000), "Steps in which the learning rate grows linearly from zero; without it none."),
        new KeySpec("adam_beta2", new NumberSpec(0, 1) { BelowMaximum = true }, "Decay of Adam's mean of squared gradients; without it 0.999."),
        new KeySpec("adam_epsilon", new NumberSpec(1e-30, 1), "What Adam adds to the root of the mean square; without it 1e-8."),
        new KeySpec("optimizer", new WordSpec(["adam", "sgd"]), "How weights follow their gradients: adam, or sgd with momentum; without it adam."),
        new KeySpec("momentum", new NumberSpec(0, 1) { BelowMaximum = true }, "Share of the last step that sgd repeats; without it 0.9."),
        new KeySpec("weight_decay", new NumberSpec(0, 1), "Share of every weight that sgd adds to its gradient; without it 0."),
        new KeySpec("learning_rate_drops", new ListSpec(new IntegerSpec(1, 100_000_000), 1, 100), "Steps after which the learning rate drops, ascending; without it none."),
        new KeySpec("learning_rate_drop_factor", new NumberSpec(1e-12, 1), "Factor of such a drop; without it 0.1."),
        .. Augmentation,
        new KeySpec("rows", Rows, "The training rows to pretrain on; without it all rows."),
        new KeySpec("slots", Slots, "The output slots that the loss looks at, counted from 0; without it all."),
        new KeySpec("delay", Delay, "Lets the other output slots be learned later; without it all from the start."),
    ]));

    private static SectionSpec Sequence => new("'sequence'", new KeyTable(
        new KeySpec("new_logit", new NumberSpec(-40, 40), "Logit at which weights start, from the second function on, that no earlier mask keeps, and those of the first layer.") { Default = "2" },
        new KeySpec("weight_learning_rate", new NumberSpec(1e-12, 10), "Learning rate of the weights; that of the logits is masks.defaults.learning_rate.") { Default = "1e-3" },
        new KeySpec("keep_first_layer", new FlagSpec(), "Whether later functions keep the first layer like the others, instead of learning one of their own.") { Default = "false" }));

    private static SectionSpec Delay => new("'pretrain.delay'", new KeyTable(
        new KeySpec("slots", Slots, "The only output slots that the loss looks at in the first steps, counted from 0.") { IsRequired = true },
        new KeySpec("steps", new IntegerSpec(1, 100_000_000), "The number of these first steps; less than pretrain.steps.") { IsRequired = true }));

    private static SectionSpec Rows => new("'rows'", new KeyTable(
        new KeySpec("column", new TextSpec(), "Column whose value decides; not with member_of."),
        new KeySpec("member_of", new TextSpec(), "Number column that says how often a row belongs to a set, 0 for not at all; without column."),
        new KeySpec("equals", new TextSpec { AllowsEmpty = true }, "Rows with this value."),
        new KeySpec("not_equals", new TextSpec { AllowsEmpty = true }, "Rows with any other value."),
        new KeySpec("in", new ListSpec(new TextSpec { AllowsEmpty = true }, 1, 10_000), "Rows with one of these values."),
        new KeySpec("not_in", new ListSpec(new TextSpec { AllowsEmpty = true }, 1, 10_000), "Rows with none of these values."),
        new KeySpec("in_positions", new ListSpec(new IntegerSpec(0, 9_999), 1, 10_000), "Rows whose key is at one of these positions, counted from 0, whatever its names: so that one file fits sources whose classes have other names."),
        new KeySpec("not_in_positions", new ListSpec(new IntegerSpec(0, 9_999), 1, 10_000), "Rows whose key is at none of these positions, counted from 0."),
        new KeySpec("at_least", new NumberSpec(double.NegativeInfinity, double.PositiveInfinity), "Rows with this number or more."),
        new KeySpec("at_most", new NumberSpec(double.NegativeInfinity, double.PositiveInfinity), "Rows with this number or less.")));

    private static ChoiceSpec DataSource(PipelineVocabulary vocabulary) =>
        new("'data'", "source", [.. vocabulary.DataSources.Select(source => new SectionChoice(source.Id, source.Description, source.Keys))]);

    private static ChoiceSpec Network(PipelineVocabulary vocabulary) =>
        new("'network'", "kind", [.. vocabulary.Networks.Select(network => new SectionChoice(network.Id, network.Description, network.Keys))]);

    private static WordSpec Conditions(PipelineVocabulary vocabulary) => new([.. vocabulary.Conditions.Select(ConditionNames.ToText)]);

    private static SectionSpec EvaluationSet => new("an evaluation set", new KeyTable(
        new KeySpec("name", new NameSpec(), "Name of the set, the DataSet of its results.") { IsRequired = true },
        new KeySpec("rows", Rows, "The validation rows of the set; without it all rows."),
        new KeySpec("slots", Slots, "The output slots that must be right, counted from 0; without it all.")));

    private static SectionSpec Evaluate(PipelineVocabulary vocabulary) => new("'evaluate'", new KeyTable(
        new KeySpec("sets", new ListSpec(EvaluationSet, 1, 1000) { IsNamed = true }, "The evaluation sets.") { Default = "[{ name: all }]" },
        new KeySpec("conditions", new ListSpec(Conditions(vocabulary), 1, 20), "How the network is bound: all weights, each mask, each inverted mask, half of the control, random masks, masks on fresh weights.") { Default = "[unmasked, mask, inverse]" },
        new KeySpec("random_draws", new IntegerSpec(1, 1000), "Random masks that are drawn beside each mask; only with condition random; without it 5."),
        new KeySpec("changed_answers", new IntegerSpec(0, 100_000), "Of sequences: answers kept per function's mask and set that the mask changed; without it 20."),
        new KeySpec("gradient_cosine", GradientCosine, "Compares the gradient of the whole network with that of the network whose last modules are masked; without it not.")));

    private static SectionSpec GradientCosine => new("'evaluate.gradient_cosine'", new KeyTable(
        new KeySpec("masks", new ListSpec(new TextSpec(), 1, 1000), "Names of the masks.") { IsRequired = true },
        new KeySpec("set", new TextSpec(), "Evaluation set that the gradients are taken over; without it the first.")));

    private static SectionSpec Gate(PipelineVocabulary vocabulary) => new("a gate", new KeyTable(
        new KeySpec("name", new TextSpec { MaximumLength = 200 }, "What the gate stands for, in words, for reports."),
        new KeySpec("metric", new WordSpec(vocabulary.Metrics), "The metric that is judged.") { IsRequired = true },
        new KeySpec("mask", new TextSpec(), "Only results of this mask; without it any mask."),
        new KeySpec("condition", Conditions(vocabulary), "Only results under this condition; without it any condition."),
        new KeySpec("set", new TextSpec(), "Only results on this evaluation set; without it any set."),
        new KeySpec("stage", new TextSpec(), "Only results of this stage; without it any stage."),
        new KeySpec("layer", new TextSpec(), "Only results of this layer, '*' for each layer; without it only totals."),
        new KeySpec("against", new TextSpec(), "Only results against this other mask or predicted class, '*' for each; without it only results against nothing."),
        new KeySpec("unit", new TextSpec(), "Only results of this class, token or bin, '*' for each; without it only totals."),
        new KeySpec("at_least", new NumberSpec(double.NegativeInfinity, double.PositiveInfinity), "Every matching result must be this or more."),
        new KeySpec("at_most", new NumberSpec(double.NegativeInfinity, double.PositiveInfinity), "Every matching result must be this or less."),
        new KeySpec("equals", new NumberSpec(double.NegativeInfinity, double.PositiveInfinity), "Every matching result must be this."),
        new KeySpec("tolerance", new NumberSpec(0, double.PositiveInfinity), "Allowed distance from equals.") { Default = "0" }));
}
