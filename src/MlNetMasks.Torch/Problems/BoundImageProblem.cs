namespace MlNetMasks.Torch;

/// <summary><see cref="ImageProblem"/> with sizes.</summary>
internal sealed class BoundImageProblem : CategoricalProblem
{
    private readonly string _images;
    private readonly string _labels;
    private readonly ImageShape _image;
    private readonly IReadOnlyList<string> _classNames;
    private readonly float[][] _inputOfByte; // per channel

    public BoundImageProblem(ImageProblem problem, ImageShape image, IReadOnlyList<string> classNames)
        : base(new NetworkShape(image.Count, classNames.Count) { Image = image }, classNames.Count, [0])
    {
        (_images, _labels) = (problem.ImageColumn, problem.LabelColumn);
        _image = image;
        _classNames = classNames;
        _inputOfByte = [.. problem.ChannelMeans.Zip(problem.ChannelDeviations, NormalisedBytes)];
        Answer = new AnswerShape(1, classNames);
        Confusion = new ConfusionShape(classNames, classNames);
    }

    public override AnswerShape Answer { get; }

    public override ConfusionShape? Confusion { get; }

    public override void Validate(ExampleTable table, bool withTargets, long firstRow)
    {
        ArgumentNullException.ThrowIfNull(table);
        table.Column<byte>(_images).RequireWidth(_image.Count);
        if (withTargets)
        {
            table.Column<int>(_labels).RequireKeys(_classNames.Count, firstRow, "filter rows without a label first, for example with FilterRowsByMissingValues.");
        }
    }

    public override void Augment(ExampleTable table, ReadOnlySpan<int> rows, Batch batch, ImageAugmentation augmentation, ulong key)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(augmentation);
        var bytes = table.Column<byte>(_images);
        for (var row = 0; row < rows.Length; row++)
        {
            var change = augmentation.Draw(key, row);
            Encode(bytes.Row(rows[row]), change, batch.InputRow(row));
        }
    }

    protected override void EncodeInput(ExampleTable table, int row, Span<float> input) => Encode(table.Column<byte>(_images).Row(row), ImageChange.None, input);

    protected override void ReadTarget(ExampleTable table, int row, Span<long> symbols) => symbols[0] = table.Column<int>(_labels).Row(row)[0];

    protected override (int TrueClass, int AnsweredClass) Confuse(ExampleTable table, int row, ReadOnlySpan<int> symbols) =>
        (table.Column<int>(_labels).Row(row)[0], symbols[0]);

    private static float[] NormalisedBytes(double mean, double deviation) =>
        [.. Enumerable.Range(0, byte.MaxValue + 1).Select(value => (float)(((value / 255.0) - mean) / deviation))];

    /// <summary>Writes an image; what a shift brings in from outside is black.</summary>
    private void Encode(ReadOnlySpan<byte> image, ImageChange change, Span<float> input)
    {
        var (height, width) = (_image.Height, _image.Width);
        for (var channel = 0; channel < _image.ChannelCount; channel++)
        {
            var values = _inputOfByte[channel];
            for (var y = 0; y < height; y++)
            {
                var row = input.Slice(((channel * height) + y) * width, width);
                var from = y + change.Down;
                if (from < 0 || from >= height)
                {
                    row.Fill(values[0]);
                    continue;
                }

                var source = image.Slice(((channel * height) + from) * width, width);
                for (var x = 0; x < width; x++)
                {
                    var column = (change.Flips ? width - 1 - x : x) + change.Right;
                    row[x] = values[(uint)column < (uint)width ? source[column] : 0];
                }
            }
        }
    }
}
