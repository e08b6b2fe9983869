using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using MlNetMasks.Torch.Kernels;
using MlNetMasks.Torch.Kernels.Cells;
using MlNetMasks.Torch.Kernels.Lanes;
using MlNetMasks.Torch.Kernels.Products;

namespace MlNetMasks.Torch.Tests.Kernels;

/// <summary>Runs the kernels in child processes whose vector instructions are switched off, and compares what they compute.</summary>
[TestClass]
public sealed class InstructionSetTests
{
    private const string OutputVariable = "MLNETMASKS_TEST_KERNEL_OUTPUT";
    private const string ProductsSuffix = ".products";

    [TestMethod]
    [DataRow("DOTNET_EnableAVX512", 8)]
    [DataRow("DOTNET_EnableAVX", 4)]
    [DataRow("DOTNET_EnableHWIntrinsic", 1)]
    public void Kernels_WithInstructionsSwitchedOff_ComputeTheSameBits(string variable, int widestLanes)
    {
        var output = Path.Combine(Path.GetTempPath(), $"kernels-{Guid.NewGuid():N}.bin");
        try
        {
            RunChild(variable, output);
            var bytes = File.ReadAllBytes(output);
            var products = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(output + ProductsSuffix)).ToArray();

            Assert.IsLessThanOrEqualTo(widestLanes, (int)bytes[0]);
            CollectionAssert.AreEqual(Compute()[1..], bytes[1..], string.Create(CultureInfo.InvariantCulture, $"{bytes[0]} lanes"));
            AssertClose(ComputeProducts(), products); // sums fuse multiplications with additions where the processor can
        }
        finally
        {
            File.Delete(output);
            File.Delete(output + ProductsSuffix);
        }
    }

    /// <summary>What a child process runs; does nothing in an ordinary test run.</summary>
    [TestMethod]
    public void Child_AskedForOutput_WritesIt()
    {
        if (Environment.GetEnvironmentVariable(OutputVariable) is { Length: > 0 } output)
        {
            File.WriteAllBytes(output, Compute());
            File.WriteAllBytes(output + ProductsSuffix, MemoryMarshal.AsBytes<float>(ComputeProducts()).ToArray());
        }
    }

    private static void RunChild(string variable, string output)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "MlNetMasks.Torch.Tests" + (OperatingSystem.IsWindows() ? ".exe" : ""));
        var start = new ProcessStartInfo(program)
        {
            ArgumentList = { "--filter", $"FullyQualifiedName~{nameof(InstructionSetTests)}.{nameof(Child_AskedForOutput_WritesIt)}", "--no-banner" },
            Environment =
            {
                [variable] = "0",
                [OutputVariable] = output,
                ["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", "..")),
            },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var child = Process.Start(start)!;
        var errors = child.StandardError.ReadToEndAsync();
        var text = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        Assert.AreEqual(0, child.ExitCode, text + errors.GetAwaiter().GetResult());
    }

    private static void AssertClose(float[] expected, float[] actual)
    {
        Assert.HasCount(expected.Length, actual);
        var scale = expected.Max(Math.Abs);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.AreEqual(expected[i], actual[i], 1e-6 * scale, $"number {i}");
        }
    }

    /// <summary>Outputs, input gradients and logit gradients of a masked layer, each divided by its largest number.</summary>
    private static float[] ComputeProducts()
    {
        using var workers = new BlockWorkers(1);
        using var products = TiledProducts.OfMasks(workers);
        using var layer = new ProductCase(rows: 45, inputs: 217, batchRows: 19, samples: 3);
        layer.Forward(products);
        layer.Transposed(products);
        layer.Gradients(products);
        return [.. Scaled(layer.Output), .. Scaled(layer.InputGradient), .. Scaled(layer.Masks.LogitGradients)];

        static IEnumerable<float> Scaled(NativeFloats floats)
        {
            var values = floats.Span.ToArray();
            var largest = values.Max(Math.Abs);
            return values.Select(value => value / largest);
        }
    }

    /// <summary>The lane count, then the bytes of masked weights in both formats, logit gradients, their squared norm and parameters after Adam, an LSTM's outputs and gradients.</summary>
    private static unsafe byte[] Compute()
    {
        using var workers = new BlockWorkers(1);
        using var masks = new MaskCase(5003, 4, slot: 1);
        using var means = new NativeFloats(5003);
        using var squares = new NativeFloats(5003);
        var result = new MemoryStream();
        result.WriteByte((byte)LaneWidth.Best);
        var sampler = new MaskSampler(workers);
        var gradient = new LogitGradient(workers);
        var adam = new AdamKernel(workers);
        for (var step = 1; step <= 3; step++)
        {
            var draw = new MaskDraw(99, step, 4);
            sampler.Sample([masks.Segment], draw);
            var sum = gradient.Accumulate([masks.Segment], draw, 1e-6f);
            var plain = new SumOfSquares(workers).Of([new FloatSegment(masks.Gradients.Pointer, masks.Gradients.Length)]);
            adam.Step([new AdamSegment
            {
                Length = 5003,
                Parameters = masks.Logits.Pointer,
                Gradients = masks.LogitGradients.Pointer,
                Means = means.Pointer,
                Squares = squares.Pointer,
            }], new AdamMoments(), step, 0.1, GradientClip.Factor(sum, 1));
            result.Write(BitConverter.GetBytes(sum));
            result.Write(BitConverter.GetBytes(plain));
            WriteAll(masks.Masked, masks.LogitGradients, masks.Logits);
            var rounded = masks.Segment with { Elements = ElementType.BFloat16 };
            sampler.Sample([rounded], draw);
            result.Write(BitConverter.GetBytes(gradient.Accumulate([rounded], draw, 1e-6f))); // reads the gradients as twice as many short numbers
            WriteAll(masks.Masked, masks.LogitGradients);
        }

        using var cells = new LstmCase(2, 5, 35);
        var lstm = new LstmKernel(workers);
        lstm.Forward(cells.Forward);
        WriteAll(cells.Output);
        lstm.Backward(cells.Backward);
        WriteAll(cells.Gates);
        return result.ToArray();

        void WriteAll(params ReadOnlySpan<NativeFloats> all)
        {
            foreach (var floats in all)
            {
                result.Write(MemoryMarshal.AsBytes(floats.Span));
            }
        }
    }
}
