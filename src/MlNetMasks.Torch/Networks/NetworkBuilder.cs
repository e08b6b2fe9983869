namespace MlNetMasks.Torch;

/// <summary>Declares a network's parameters, in order of depth, and makes layers on them.</summary>
public sealed class NetworkBuilder
{
    private readonly List<Parameter> _parameters = [];

    internal NetworkBuilder(NetworkShape shape) => Shape = shape;

    /// <summary>What the problem asks for.</summary>
    public NetworkShape Shape { get; }

    internal IReadOnlyList<Parameter> Parameters => _parameters;

    /// <summary>Declares a parameter.</summary>
    /// <param name="name">Unique name within the network.</param>
    /// <param name="shape">Shape without the group dimension; every size at least 1.</param>
    /// <param name="isMaskable">Whether masks are learned for it.</param>
    /// <param name="initializer">How it starts.</param>
    /// <returns>The parameter, still unbound.</returns>
    /// <exception cref="ArgumentException">The name is blank or used already, a size is below 1, or there are more than 2,147,483,647 elements.</exception>
    public Parameter Declare(string name, IReadOnlyList<int> shape, bool isMaskable, Initializer initializer) =>
        Declare(name, shape, isMaskable, initializer, isMultipliedOnly: false);

    /// <summary>Makes a linear layer with parameters <c>{name}.weight</c> [out, in] and <c>{name}.bias</c> [out].</summary>
    /// <param name="name">Name of the layer, for example <c>layers.0</c>.</param>
    /// <param name="inputs">Number of inputs, at least 1.</param>
    /// <param name="outputs">Number of outputs, at least 1.</param>
    /// <param name="maskBias">Whether the bias is masked as well; the paper does so only for images.</param>
    /// <returns>The layer.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    /// <exception cref="ArgumentException">The name is used already.</exception>
    public MaskedLinear Linear(string name, int inputs, int outputs, bool maskBias = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        var start = Initializer.FanIn(inputs);
        return new MaskedLinear(
            Declare($"{name}.weight", [outputs, inputs], isMaskable: true, start, isMultipliedOnly: true),
            Declare($"{name}.bias", [outputs], maskBias, start));
    }

    /// <summary>
    /// Makes an LSTM layer with parameters <c>{name}.weight_ih</c> [4 outputs, inputs], <c>{name}.weight_hh</c> [4 outputs, outputs] and
    /// <c>{name}.bias</c> [4 outputs], rows in the order input gate, forget gate, cell, output gate. Weights start by Xavier's rule, the cell's recurrent
    /// ones orthogonal, all divided by sqrt(2) because two products are added; forget biases start at 1, the others at 0.
    /// </summary>
    /// <param name="name">Name of the layer, for example <c>lstm.cells.0</c>.</param>
    /// <param name="inputs">Number of inputs, at least 1.</param>
    /// <param name="outputs">Number of units, at least 1.</param>
    /// <returns>The layer; its weights are maskable, its bias is not.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    /// <exception cref="ArgumentException">The name is used already.</exception>
    public MaskedLstmLayer Lstm(string name, int inputs, int outputs) => Lstm(name, inputs, outputs, keepsSamples: false);

    /// <summary>Makes an LSTM layer.</summary>
    /// <param name="name">Name of the layer.</param>
    /// <param name="inputs">Number of inputs.</param>
    /// <param name="outputs">Number of units.</param>
    /// <param name="keepsSamples">Whether the layer is also run step by step, so that mask samples of its input weights are worth keeping too.</param>
    internal MaskedLstmLayer Lstm(string name, int inputs, int outputs, bool keepsSamples)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        var share = 1 / Math.Sqrt(2);
        const double tanhGain = 5.0 / 3;
        var (input, recurrent) = (Initializer.XavierNormal(inputs, outputs, share), Initializer.XavierNormal(outputs, outputs, share));
        var inputOfCell = Initializer.XavierNormal(inputs, outputs, share * tanhGain);
        var recurrentOfCell = Initializer.Orthogonal(share * tanhGain);
        var (zero, one) = (Initializer.Constant(0), Initializer.Constant(1));
        int[] bias = [4 * outputs];
        return new MaskedLstmLayer(
            Declare($"{name}.weight_ih", [4 * outputs, inputs], isMaskable: true, Initializer.Blocks(input, input, inputOfCell, input), isMultipliedOnly: true, isReused: keepsSamples),
            Declare($"{name}.weight_hh", [4 * outputs, outputs], isMaskable: true, Initializer.Blocks(recurrent, recurrent, recurrentOfCell, recurrent), isMultipliedOnly: true, isReused: true),
            Declare($"{name}.bias", bias, isMaskable: false, Initializer.Blocks(zero, one, zero, zero)));
    }

    /// <summary>Declares a table of embeddings, <c>{name}.weight</c> [count, size]; never masked, normal with deviation 1 at the start.</summary>
    /// <param name="name">Name of the table, for example <c>input_embedding</c>.</param>
    /// <param name="count">Number of tokens, at least 1.</param>
    /// <param name="size">Features of a token, at least 1.</param>
    /// <returns>The table.</returns>
    /// <exception cref="ArgumentException">A size is below 1, or the name is used already.</exception>
    public Parameter Embedding(string name, int count, int size) => Declare($"{name}.weight", [count, size], isMaskable: false, Initializer.Normal());

    /// <summary>
    /// Makes an attention with parameters <c>{name}.data_to_q.weight</c> [size, size], <c>{name}.data_to_kv.weight</c> [2 size, size] and
    /// <c>{name}.multi_head_merge.weight</c> [size, size], all maskable; they start by Xavier's rule.
    /// </summary>
    /// <param name="name">Name of the layer.</param>
    /// <param name="size">Features of a token, at least 1.</param>
    /// <param name="headCount">Number of heads; divides the size.</param>
    /// <returns>The layer.</returns>
    /// <exception cref="ArgumentException">The heads do not divide the size, or the name is used already.</exception>
    public MaskedAttention Attention(string name, int size, int headCount)
    {
        var start = Initializer.XavierUniform(size, size);
        return new MaskedAttention(
            Declare($"{name}.data_to_q.weight", [size, size], isMaskable: true, start),
            Declare($"{name}.data_to_kv.weight", [2 * size, size], isMaskable: true, Initializer.Blocks(start, start)),
            Declare($"{name}.multi_head_merge.weight", [size, size], isMaskable: true, start),
            headCount);
    }

    /// <summary>Makes a layer normalisation with maskable parameters <c>{name}.gamma</c> [size], which starts at 1, and <c>{name}.beta</c> [size], which starts at 0.</summary>
    /// <param name="name">Name of the layer.</param>
    /// <param name="size">Elements that are normalised together, at least 1.</param>
    /// <returns>The layer.</returns>
    /// <exception cref="ArgumentException">The size is below 1, or the name is used already.</exception>
    public MaskedLayerNorm LayerNorm(string name, int size) => new(
        Declare($"{name}.gamma", [size], isMaskable: true, Initializer.Constant(1)),
        Declare($"{name}.beta", [size], isMaskable: true, Initializer.Constant(0)));

    /// <summary>
    /// Makes a convolution with parameters <c>{name}.weight</c> [outputs, inputs, size, size], maskable, and <c>{name}.bias</c> [outputs]. Both start uniform in
    /// +-1/sqrt(inputs size^2), as libtorch's own do, unless an initializer is given.
    /// </summary>
    /// <param name="name">Name of the layer, for example <c>convolutions.0</c>.</param>
    /// <param name="image">What the layer sees.</param>
    /// <param name="outputs">Number of filters, at least 1.</param>
    /// <param name="options">Size, stride, padding, bias.</param>
    /// <returns>The layer.</returns>
    /// <exception cref="ArgumentException">A size is below 1, the filter is larger than the image with its border, or the name is used already.</exception>
    public MaskedConvolution Convolution(string name, ImageShape image, int outputs, ConvolutionOptions options)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(options);
        var result = options.OutputOf(image, outputs);
        var fanIn = checked(image.ChannelCount * options.Size * options.Size);
        var start = Initializer.FanIn(fanIn);
        var weight = Declare($"{name}.weight", [outputs, image.ChannelCount, options.Size, options.Size], isMaskable: true, options.Initializer ?? start, isMultipliedOnly: false, useCount: result.Height * result.Width);
        return new MaskedConvolution(weight, options.HasBias ? Declare($"{name}.bias", [outputs], options.MasksBias, start) : null, options);
    }

    /// <summary>
    /// Makes a batch normalisation with <c>{name}.weight</c> [channels], maskable, which starts at 1, <c>{name}.bias</c> [channels], which starts at 0, and the running
    /// statistics <c>{name}.running_mean</c> and <c>{name}.running_var</c> [channels], which start at 0 and 1 and are never masked.
    /// </summary>
    /// <param name="name">Name of the layer.</param>
    /// <param name="channels">Channels, at least 1.</param>
    /// <param name="maskOffset">Whether the offset, called bias, is masked as well.</param>
    /// <returns>The layer.</returns>
    /// <exception cref="ArgumentException">The number is below 1, or the name is used already.</exception>
    public MaskedBatchNorm BatchNorm(string name, int channels, bool maskOffset) => new(
        Declare($"{name}.weight", [channels], isMaskable: true, Initializer.Constant(1)),
        Declare($"{name}.bias", [channels], maskOffset, Initializer.Constant(0)),
        Declare($"{name}.running_mean", [channels], isMaskable: false, Initializer.Constant(0), isMultipliedOnly: false, isStatistic: true),
        Declare($"{name}.running_var", [channels], isMaskable: false, Initializer.Constant(1), isMultipliedOnly: false, isStatistic: true));

    private Parameter Declare(
        string name, IReadOnlyList<int> shape, bool isMaskable, Initializer initializer, bool isMultipliedOnly, bool isReused = false, bool isStatistic = false, int useCount = 1)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(shape);
        if (_parameters.Exists(parameter => parameter.Name == name))
        {
            throw new ArgumentException($"Parameter '{name}' is declared twice; give each parameter a name of its own.", nameof(name));
        }

        if (shape.Any(size => size < 1) || shape.Aggregate(1.0, (product, size) => product * size) > int.MaxValue)
        {
            throw new ArgumentException(
                $"Parameter '{name}' has shape [{string.Join(", ", shape)}]; every size must be at least 1 and their product at most {int.MaxValue}.", nameof(shape));
        }

        var parameter = new Parameter(name, [.. shape], isMaskable, initializer)
        {
            IsMultipliedOnly = isMultipliedOnly,
            IsReused = isReused,
            IsStatistic = isStatistic,
            UseCount = useCount,
        };
        _parameters.Add(parameter);
        return parameter;
    }
}
