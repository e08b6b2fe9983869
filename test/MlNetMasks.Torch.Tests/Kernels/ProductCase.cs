using MlNetMasks.Torch.Kernels;
using MlNetMasks.Torch.Kernels.Products;

namespace MlNetMasks.Torch.Tests.Kernels;

/// <summary>A masked linear layer with activations that are a pure function of their index; padding is zero.</summary>
internal sealed unsafe class ProductCase : IDisposable
{
    public const float Regulariser = 1e-3f;

    private readonly int _rows;
    private readonly int _inputs;
    private readonly int _batchRows;
    private readonly MaskDraw _draw;
    private readonly int _columns;
    private readonly NativeFloats _input;    // [samples, in, columns]
    private readonly NativeFloats _rowMajor; // [samples, batch rows, in padded]
    private readonly NativeFloats _upstream; // [samples, out, columns]
    private readonly NativeFloats _unpadded; // [samples, out, batch rows]

    public ProductCase(int rows, int inputs, int batchRows, int samples, int slot = 2)
    {
        (_rows, _inputs, _batchRows, _columns) = (rows, inputs, batchRows, Product.RoundUp(batchRows));
        _draw = new MaskDraw(99, 3, samples);
        Masks = new MaskCase(rows * inputs, samples, slot);
        var padded = Product.RoundUp(inputs);
        _input = new NativeFloats(samples * inputs * _columns);
        _rowMajor = new NativeFloats(samples * batchRows * padded);
        _upstream = new NativeFloats(samples * rows * _columns);
        _unpadded = new NativeFloats(samples * rows * batchRows);
        Output = new NativeFloats(samples * rows * _columns);
        InputGradient = new NativeFloats(samples * inputs * _columns);
        for (var s = 0; s < samples; s++)
        {
            for (var r = 0; r < batchRows; r++)
            {
                for (var k = 0; k < inputs; k++)
                {
                    var value = Value((((s * inputs) + k) * 31) + r, 0.29);
                    _input.Span[(((s * inputs) + k) * _columns) + r] = value;
                    _rowMajor.Span[(((s * batchRows) + r) * padded) + k] = value;
                }

                for (var o = 0; o < rows; o++)
                {
                    var value = Value((((s * rows) + o) * 17) + r, 0.53);
                    _upstream.Span[(((s * rows) + o) * _columns) + r] = value;
                    _unpadded.Span[(((s * rows) + o) * batchRows) + r] = value;
                }
            }
        }

        Matrix = new ProductMatrix
        {
            Slot = slot,
            Rows = rows,
            Columns = inputs,
            Logits = Masks.Logits.Pointer,
            Weights = Masks.Weights.Pointer,
            Gradients = Masks.LogitGradients.Pointer,
        };
    }

    public MaskCase Masks { get; }

    public ProductMatrix Matrix { get; }

    public NativeFloats Output { get; }

    public NativeFloats InputGradient { get; }

    public void Forward(TiledProducts products)
    {
        var matrix = Matrix;
        products.Forward(in matrix, _draw, _input.Pointer, Output.Pointer, _columns);
    }

    public void Transposed(TiledProducts products)
    {
        var matrix = Matrix;
        products.Transposed(in matrix, _draw, _upstream.Pointer, InputGradient.Pointer, _columns);
    }

    public double Gradients(TiledProducts products)
    {
        var matrix = Matrix;
        return products.Gradients(in matrix, _draw, _rowMajor.Pointer, _unpadded.Pointer, _batchRows, Regulariser);
    }

    /// <summary>What <see cref="Output"/> must hold, from samples that are written to memory.</summary>
    public double[] ExpectedOutput()
    {
        Sample();
        var result = new double[Output.Length];
        Each((s, o, k, r, w) => result[OutputIndex(s, o, r)] += (double)w * _input.Span[InputIndex(s, k, r)]);
        return result;
    }

    /// <summary>What <see cref="InputGradient"/> must hold.</summary>
    public double[] ExpectedInputGradient()
    {
        Sample();
        var result = new double[InputGradient.Length];
        Each((s, o, k, r, w) => result[InputIndex(s, k, r)] += (double)w * _upstream.Span[OutputIndex(s, o, r)]);
        return result;
    }

    /// <summary>What the logit gradients must be, from weight gradients that are written to memory; and their squared norm.</summary>
    public (float[] Gradients, double SquaredNorm) ExpectedLogitGradients()
    {
        var sums = new double[Masks.Gradients.Length];
        Each((s, o, k, r, _) => sums[(((s * _rows) + o) * _inputs) + k] += (double)_upstream.Span[OutputIndex(s, o, r)] * _input.Span[InputIndex(s, k, r)]);
        for (var i = 0; i < sums.Length; i++)
        {
            Masks.Gradients.Span[i] = (float)sums[i];
        }

        using var workers = new BlockWorkers(1);
        var squares = new LogitGradient(workers).Accumulate([Masks.Segment], _draw, Regulariser);
        return (Masks.LogitGradients.Span.ToArray(), squares);
    }

    public void Dispose()
    {
        foreach (var owned in (IDisposable[])[Masks, _input, _rowMajor, _upstream, _unpadded, Output, InputGradient])
        {
            owned.Dispose();
        }
    }

    private static float Value(int index, double stride) => (float)Math.Round((index * stride % 2) - 1, 3);

    private int InputIndex(int sample, int input, int row) => (((sample * _inputs) + input) * _columns) + row;

    private int OutputIndex(int sample, int output, int row) => (((sample * _rows) + output) * _columns) + row;

    private void Sample()
    {
        using var workers = new BlockWorkers(1);
        new MaskSampler(workers).Sample([Masks.Segment], _draw);
    }

    private void Each(Action<int, int, int, int, float> term)
    {
        for (var s = 0; s < _draw.Samples; s++)
        {
            for (var o = 0; o < _rows; o++)
            {
                for (var k = 0; k < _inputs; k++)
                {
                    var weight = Masks.Masked.Span[(((s * _rows) + o) * _inputs) + k];
                    for (var r = 0; r < _batchRows; r++)
                    {
                        term(s, o, k, r, weight);
                    }
                }
            }
        }
    }
}
