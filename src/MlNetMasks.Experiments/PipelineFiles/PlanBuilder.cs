using MlNetMasks.Analysis;
using MlNetMasks.Experiments.Gates;
using MlNetMasks.Experiments.PipelineFiles.Keys;
using MlNetMasks.Masks;
using MlNetMasks.Torch;

namespace MlNetMasks.Experiments.PipelineFiles;

/// <summary>Makes the typed plan from checked settings, and does the checks that concern several settings at once.</summary>
internal static class PlanBuilder
{
    /// <summary>The plan, or <see langword="null"/> when there is any fault, earlier ones included.</summary>
    public static ExperimentPlan? Build(Settings root, PipelineVocabulary vocabulary, string variant, string scale, string folder, PipelineErrors errors)
    {
        Settings? data = root.Section("data");
        DataSourceDefinition? source = data is null ? null : vocabulary.DataSources.First(definition => definition.Id == data.Text("source"));
        IReadOnlyList<DataColumn> columns = [];
        if (data is not null && source is not null && IsComplete(data, source.Keys))
        {
            foreach (PipelineError error in source.Check(data))
            {
                errors.Add(error.Place, error.Message);
            }

            columns = source.Columns(data);
        }

        Settings complete = WithMaskDefaults(root);
        MaskPlan[] masks = [.. (complete.Section("masks")?.Sections("functions") ?? []).SelectMany(mask => Masks(mask, columns, errors))];
        ExpressionPlan[] expressions = [.. (complete.Section("masks")?.Sections("expressions") ?? []).Select(named => Expression(named, errors)).OfType<ExpressionPlan>()];
        Settings evaluate = complete.Section("evaluate") ?? new Settings(root.Place, []);
        var evaluation = new EvaluationPlan(
            [.. evaluate.Sections("sets").Where(set => set.Has("name")).Select(set => new EvaluationSetPlan(
                set.Text("name"), RowsPlan.From(set.Section("rows"), columns, errors), set.Integers("slots"), set.Place))],
            [.. evaluate.Texts("conditions").Select(ConditionNames.Parse).Distinct()])
        {
            RandomDraws = evaluate.Has("random_draws") ? evaluate.Integer("random_draws") : new EvaluationOptions().RandomDraws,
            ChangedAnswers = evaluate.Has("changed_answers") ? evaluate.Integer("changed_answers") : new EvaluationOptions().ChangedAnswers,
        };
        evaluation = evaluation with { GradientCosine = GradientCosine(evaluate.Section("gradient_cosine"), evaluation) };
        GatePlan[] gates = [.. complete.Sections("gates").Select(gate => GatePlan.From(gate, errors)).OfType<GatePlan>()];
        PretrainPlan? pretrain = Pretrain(complete.Section("pretrain"), columns, errors);
        CopySlotPlan? copySlot = CopySlot(complete.Section("copy_slot"), errors);
        Settings? networkSettings = root.Section("network");
        NetworkDefinition? network = vocabulary.Networks.FirstOrDefault(definition => definition.Id == networkSettings?.TextOrNone("kind"));
        foreach (PipelineError error in network is null ? [] : network.Check(networkSettings!))
        {
            errors.Add(error.Place, error.Message);
        }

        SequencePlan? sequence = SequencePlan.From(complete.Section("sequence"));
        SequencePlan.Check(complete, masks, expressions, errors);
        if (root.TextOrNone("question") == RunQuestion.Transfer && !root.Has("sequence"))
        {
            errors.Add(root.PlaceOf("question"), "question: transfer asks whether functions that are learned one after another use each other's weights, but the file has no 'sequence'; add it, or ask another question.");
        }

        PlanChecks.Check(masks, expressions, evaluation, gates, evaluate, errors);
        if (errors.Count > 0 || (pretrain is null && sequence is null) || network is null)
        {
            return null;
        }

        return new ExperimentPlan(complete)
        {
            Experiment = root.Text("experiment"),
            Figure = root.TextOrNone("figure"),
            Description = root.TextOrNone("description"),
            Question = root.TextOrNone("question") ?? RunQuestion.Specialize,
            Variant = variant,
            Scale = scale,
            BaseFolder = folder,
            Data = new DataPlan(data!.Text("source"), data),
            OpenData = source!.Open,
            CreateNetwork = () => network.Create(networkSettings!),
            CreateSmallestNetwork = () => (network.CreateSmallest ?? network.Create)(networkSettings!),
            Network = new NetworkPlan(network.Id, networkSettings!),
            Pretrain = pretrain,
            Sequence = sequence,
            CopySlot = copySlot,
            Masks = masks,
            Expressions = expressions,
            Evaluation = evaluation,
            Gates = gates,
        };
    }

    private static PretrainPlan? Pretrain(Settings? settings, IReadOnlyList<DataColumn> columns, PipelineErrors errors)
    {
        RowsPlan? rows = RowsPlan.From(settings?.Section("rows"), columns, errors);
        if (settings is null || !new[] { "steps", "batch_size", "learning_rate", "gradient_clip" }.All(settings.Has))
        {
            return null;
        }

        int steps = settings.Integer("steps");
        Settings? delay = settings.Section("delay") is { } section && section.Has("slots") && section.Has("steps") ? section : null;
        if (delay is not null && delay.Integer("steps") >= steps)
        {
            errors.Add(delay.PlaceOf("steps"), $"delay.steps is {delay.Integer("steps")}, but pretrain.steps is {steps}: the other output slots would never be learned; use fewer steps of delay.");
        }

        CheckOptimizer(settings, errors);
        return new PretrainPlan
        {
            StepCount = steps,
            BatchSize = settings.Integer("batch_size"),
            LearningRate = settings.Number("learning_rate"),
            GradientClip = settings.NumberOrNone("gradient_clip") ?? double.PositiveInfinity,
            WarmupStepCount = settings.Has("warmup_steps") ? settings.Integer("warmup_steps") : 0,
            Optimizer = settings.TextOrNone("optimizer") == "sgd" ? PretrainOptimizer.Sgd : PretrainOptimizer.Adam,
            Momentum = settings.NumberOrNone("momentum"),
            WeightDecay = settings.NumberOrNone("weight_decay") ?? 0,
            LearningRateDrops = settings.Integers("learning_rate_drops"),
            LearningRateDropFactor = settings.NumberOrNone("learning_rate_drop_factor"),
            Augmentation = Augmentation(settings),
            AdamBeta2 = settings.NumberOrNone("adam_beta2"),
            AdamEpsilon = settings.NumberOrNone("adam_epsilon"),
            Rows = rows,
            Slots = settings.Integers("slots"),
            InitialSlots = delay?.Integers("slots") ?? [],
            InitialSlotStepCount = delay?.Integer("steps") ?? 0,
            Place = settings.Place,
        };
    }

    /// <summary>Keys that only one of the optimisers knows, and the order of drops.</summary>
    private static void CheckOptimizer(Settings settings, PipelineErrors errors)
    {
        bool isSgd = settings.TextOrNone("optimizer") == "sgd";
        foreach (string key in (isSgd ? new[] { "adam_beta2", "adam_epsilon" } : ["momentum", "weight_decay"]).Where(settings.Has))
        {
            errors.Add(settings.PlaceOf(key), $"pretrain.{key} belongs to optimizer: {(isSgd ? "adam" : "sgd")}; remove it, or choose that optimizer.");
        }

        IReadOnlyList<int> drops = settings.Integers("learning_rate_drops");
        if (drops.Zip(drops.Skip(1)).Any(pair => pair.First >= pair.Second))
        {
            errors.Add(settings.PlaceOf("learning_rate_drops"), $"learning_rate_drops is [{string.Join(", ", drops)}]; give the steps in ascending order, each once.");
        }
    }

    private static ImageAugmentation? Augmentation(Settings settings)
    {
        var augmentation = new ImageAugmentation
        {
            CropPadding = settings.Has("crop_padding") ? settings.Integer("crop_padding") : 0,
            Flips = settings.Has("flip") && settings.Flag("flip"),
        };
        return augmentation is { CropPadding: 0, Flips: false } ? null : augmentation;
    }

    private static CopySlotPlan? CopySlot(Settings? settings, PipelineErrors errors)
    {
        if (settings is null || !settings.Has("from") || !settings.Has("to"))
        {
            return null;
        }

        var copy = new CopySlotPlan(settings.Integer("from"), settings.Integer("to"), settings.Place);
        if (copy.From == copy.To)
        {
            errors.Add(settings.Place, $"copy_slot copies slot {copy.From} over itself; name two different slots.");
        }

        return copy;
    }

    private static GradientCosinePlan? GradientCosine(Settings? settings, EvaluationPlan evaluation) => settings?.Has("masks") != true || evaluation.Sets.Count == 0
        ? null
        : new GradientCosinePlan(settings.Texts("masks"), settings.TextOrNone("set") ?? evaluation.Sets[0].Name, settings.Place);

    private static ExpressionPlan? Expression(Settings settings, PipelineErrors errors)
    {
        if (!settings.Has("name") || !settings.Has("expression"))
        {
            return null;
        }

        SourcePlace place = settings.PlaceOf("expression");
        try
        {
            return new ExpressionPlan(settings.Text("name"), MaskExpression.Parse(settings.Text("expression")), place);
        }
        catch (FormatException fault)
        {
            errors.Add(place, fault.Message);
            return null;
        }
    }

    /// <summary>The masks of one function: itself, and the replicates asked for.</summary>
    private static IEnumerable<MaskPlan> Masks(Settings settings, IReadOnlyList<DataColumn> columns, PipelineErrors errors)
    {
        if (Mask(settings, columns, errors) is not { } first)
        {
            yield break;
        }

        int count = settings.Has("replicates") ? settings.Integer("replicates") : 1;
        if (first.Role == MaskRole.Control && (count > 1 || first.Reinitialised))
        {
            errors.Add(settings.PlaceOf(count > 1 ? "replicates" : "reinitialised"),
                $"'{first.Name}' is the control, which the other masks are compared with: there is one, learned on the network itself; remove the key, or add another mask with role: function.");
            count = 1;
        }

        yield return first;
        for (int i = 1; i < count; i++)
        {
            yield return first with { Name = FormattableString.Invariant($"{first.Name}-{i + 1}"), Replicate = first.Replicate + i };
        }
    }

    private static MaskPlan? Mask(Settings settings, IReadOnlyList<DataColumn> columns, PipelineErrors errors)
    {
        RowsPlan? rows = RowsPlan.From(settings.Section("rows"), columns, errors);
        bool isUsable = PipelineKeys.MaskTraining.All(key => settings.Has(key.Name)) && settings.Has("name") && settings.Has("role") && settings.Has("replicate");

        // Rows that could not be read must not look like "all rows" to the check for silent repeats.
        if (!isUsable || (rows is null && settings.Has("rows")))
        {
            return null;
        }

        return new MaskPlan
        {
            Name = settings.Text("name"),
            Function = settings.Text("name"),
            Reinitialised = settings.Has("reinitialised") && settings.Flag("reinitialised"),
            Role = settings.Text("role") == "control" ? MaskRole.Control : MaskRole.Function,
            Rows = rows,
            Slots = settings.Integers("slots"),
            Replicate = settings.Integer("replicate"),
            StepCount = settings.Integer("steps"),
            BatchSize = settings.Integer("batch_size"),
            LearningRate = settings.Number("learning_rate"),
            Beta = settings.Number("beta"),
            SampleCount = settings.Integer("samples"),
            GradientClip = settings.NumberOrNone("gradient_clip") ?? double.PositiveInfinity,
            InitialLogit = settings.Number("initial_logit"),
            Precision = settings.TextOrNone("precision") is { } precision ? PrecisionNames.Parse(precision) : Precision.Float32,
            Augmentation = Augmentation(settings),
            OutputLayer = settings.TextOrNone("output_layer") == PipelineKeys.OutputLayerControl && settings.Text("role") != "control" ? OutputLayerMask.Control : OutputLayerMask.Learned,
            Place = settings.Place,
        };
    }

    /// <summary>The same settings with masks.defaults written into every function.</summary>
    private static Settings WithMaskDefaults(Settings root)
    {
        if (root.Section("masks") is not { } masks || masks.Section("defaults") is not { } defaults || masks.Find("functions") is not { } functions)
        {
            return root;
        }

        Setting[] complete = [.. masks.Sections("functions").Select(function => new Setting(function.Place, new Settings(
            function.Place,
            [
                .. function.Values.Where(pair => !defaults.Has(pair.Key)),
                .. defaults.Values.Select(pair => function.Find(pair.Key) is { } own ? new KeyValuePair<string, Setting>(pair.Key, own) : pair),
            ])))];
        Settings merged = Replace(masks, "functions", functions with { Value = Array.AsReadOnly(complete) });
        return Replace(root, "masks", root.Find("masks")! with { Value = merged });
    }

    private static Settings Replace(Settings settings, string key, Setting value) =>
        new(settings.Place, [.. settings.Values.Select(pair => pair.Key == key ? new(key, value) : pair)]);

    private static bool IsComplete(Settings settings, KeyTable keys) => keys.Keys.Where(key => key.IsRequired).All(key => settings.Has(key.Name));
}
