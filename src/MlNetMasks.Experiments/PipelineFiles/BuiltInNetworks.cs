using MlNetMasks.Experiments.PipelineFiles.Keys;
using MlNetMasks.Torch;

namespace MlNetMasks.Experiments.PipelineFiles;

/// <summary>The key tables of the network kinds that come with the program.</summary>
internal static class BuiltInNetworks
{
    public static NetworkDefinition FeedForward { get; } = new(
        "feed-forward",
        "Linear layers with ReLU between them; input and output sizes follow from the data.",
        new KeyTable(
            new KeySpec("hidden", new ListSpec(new IntegerSpec(1, 65_536), 0, 64), "Units of each hidden layer, from input to output; [] is a linear classifier.") { IsRequired = true },
            new KeySpec("mask_biases", new FlagSpec(), "Whether masks cover biases too.") { Default = "false" }))
    {
        Create = settings => new FeedForwardNetwork(settings.Integers("hidden")) { MaskBiases = settings.Flag("mask_biases") },
        CreateSmallest = settings => new FeedForwardNetwork(settings.Integers("hidden").Count == 0 ? [] : [1]) { MaskBiases = settings.Flag("mask_biases") },
    };

    public static NetworkDefinition Lstm { get; } = new(
        "lstm",
        "LSTM layers and a linear layer on the last output; biases are not masked, input and output sizes follow from the data.",
        new KeyTable(
            new KeySpec("hidden", new IntegerSpec(1, 16_384), "Units of each layer.") { IsRequired = true },
            new KeySpec("layers", new IntegerSpec(1, 16), "Number of layers.") { Default = "2" },
            new KeySpec("steps", new IntegerSpec(1, 1000), "Time steps in which the input, or each of its frames, is shown.") { Default = "3" }))
    {
        Create = settings => new LstmNetwork(settings.Integer("hidden")) { LayerCount = settings.Integer("layers"), StepCount = settings.Integer("steps") },
        CreateSmallest = _ => new LstmNetwork(1) { LayerCount = 1, StepCount = 2 },
    };

    public static NetworkDefinition EncoderDecoderLstm { get; } = new(
        "lstm-encoder-decoder",
        "LSTM layers that read a token sequence and others that write the answer; biases and embeddings are not masked, vocabularies follow from the data.",
        new KeyTable(
            new KeySpec("hidden", new IntegerSpec(1, 16_384), "Units of each layer.") { IsRequired = true },
            new KeySpec("layers", new IntegerSpec(1, 16), "Layers of encoder and decoder each.") { Default = "2" },
            new KeySpec("embedding", new IntegerSpec(1, 16_384), "Features of an embedded token.") { Default = "16" },
            new KeySpec("dropout", Share, "Share of embedded and passed-on features that dropout removes while pretraining.") { Default = "0.5" },
            new KeySpec("teacher_forcing", new NumberSpec(0, 1), "Probability that a training batch shows the decoder the right answer's tokens instead of its own.") { Default = "0.5" }))
    {
        Create = settings => new EncoderDecoderLstmNetwork(settings.Integer("hidden"))
        {
            LayerCount = settings.Integer("layers"),
            EmbeddingSize = settings.Integer("embedding"),
            Dropout = settings.Number("dropout"),
            TeacherForcing = settings.Number("teacher_forcing"),
        },
        CreateSmallest = _ => new EncoderDecoderLstmNetwork(1) { LayerCount = 1, EmbeddingSize = 1 },
    };

    public static NetworkDefinition Transformer { get; } = new(
        "transformer",
        "An encoder-decoder Transformer with normalisation after each residual sum; biases and embeddings are not masked, vocabularies follow from the data.",
        new KeyTable(
            new KeySpec("size", new IntegerSpec(1, 16_384), "Features of a token; a multiple of heads.") { IsRequired = true },
            new KeySpec("heads", new IntegerSpec(1, 1024), "Heads of each attention.") { IsRequired = true },
            new KeySpec("feed_forward", new IntegerSpec(1, 65_536), "Hidden units of each layer's feed-forward part.") { IsRequired = true },
            new KeySpec("encoder_layers", new IntegerSpec(1, 64), "Layers of the encoder.") { Default = "3" },
            new KeySpec("decoder_layers", new IntegerSpec(1, 64), "Layers of the decoder.") { Default = "3" },
            new KeySpec("dropout", Share, "Share of elements that dropout removes while pretraining.") { Default = "0.1" },
            new KeySpec("tied_embeddings", new FlagSpec(), "Whether one table embeds inputs and answers and gives the logits; both need the same vocabulary.") { Default = "false" }))
    {
        Create = settings => new TransformerNetwork(settings.Integer("size"))
        {
            HeadCount = settings.Integer("heads"),
            FeedForwardSize = settings.Integer("feed_forward"),
            EncoderLayerCount = settings.Integer("encoder_layers"),
            DecoderLayerCount = settings.Integer("decoder_layers"),
            Dropout = settings.Number("dropout"),
            TiesEmbeddings = settings.Flag("tied_embeddings"),
        },
        CreateSmallest = settings => new TransformerNetwork(2)
        {
            HeadCount = 1,
            FeedForwardSize = 1,
            EncoderLayerCount = 1,
            DecoderLayerCount = 1,
            TiesEmbeddings = settings.Flag("tied_embeddings"),
        },
    };

    public static NetworkDefinition Convolutional { get; } = new(
        "cnn",
        "Convolutions of 3 x 3 with ReLU and pooling between them, the mean over all pixels and a linear layer; needs images, whose size follows from the data.",
        new KeyTable(
            new KeySpec("channels", new ListSpec(new IntegerSpec(1, 1024), 1, 16), "Filters of each convolution; the paper's are [32, 64, 128, 256].") { IsRequired = true },
            new KeySpec("dropout", new ListSpec(Share, 1, 16), "Share of features that dropout removes behind each convolution, before pooling, while pretraining, one per convolution; the paper's are [0, 0, 0.25, 0.5]; without it none."),
            new KeySpec("mask_biases", new FlagSpec(), "Whether masks cover biases too.") { Default = "true" }))
    {
        Create = settings => new ConvolutionalNetwork(settings.Integers("channels")) { Dropout = settings.Numbers("dropout"), MaskBiases = settings.Flag("mask_biases") },
        CreateSmallest = settings => new ConvolutionalNetwork([1]) { MaskBiases = settings.Flag("mask_biases") },
        Check = settings => settings.Has("channels") && settings.Has("dropout") && settings.Numbers("dropout").Count != settings.Integers("channels").Count
            ? [new PipelineError(settings.PlaceOf("dropout"), $"dropout has {settings.Numbers("dropout").Count} shares for {settings.Integers("channels").Count} convolutions; give one per convolution, 0 for none.")]
            : [],
    };

    public static NetworkDefinition Residual { get; } = new(
        "resnet",
        "A residual network for small images: three stages of basic blocks with batch normalisation, the mean over all pixels and a linear layer; image size follows from the data.",
        new KeyTable(
            new KeySpec("depth", new IntegerSpec(8, 1202), "Layers on the longest way, 6 n + 2 with n blocks per stage.") { Default = "110" },
            new KeySpec("width", new IntegerSpec(1, 256), "Channels of the first stage; the others have twice and four times as many.") { Default = "16" },
            new KeySpec("mask_biases", new FlagSpec(), "Whether masks cover the last bias and the offsets of normalisation too.") { Default = "true" }))
    {
        Create = settings => new ResidualNetwork(settings.Integer("depth")) { BaseWidth = settings.Integer("width"), MaskBiases = settings.Flag("mask_biases") },
        CreateSmallest = _ => new ResidualNetwork(8) { BaseWidth = 1 },
        Check = settings => settings.Has("depth") && settings.Integer("depth") % 6 != 2
            ? [new PipelineError(settings.PlaceOf("depth"), $"depth is {settings.Integer("depth")}; it must be 6 n + 2 for n blocks per stage: 8, 14, 20, ..., 110.")]
            : [],
    };

    /// <summary>A share below 1.</summary>
    private static NumberSpec Share => new(0, 1) { BelowMaximum = true };
}
