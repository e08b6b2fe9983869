using static TorchSharp.torch;

namespace MlNetMasks.Torch;

/// <summary>Draws random orthogonal matrices: the Q of a normal matrix, signs chosen so that the diagonal of R is positive.</summary>
internal static class OrthogonalMatrix
{
    /// <summary>Fills a matrix [rows, n / rows].</summary>
    public static void Fill(Span<float> destination, int rows, double gain, RandomStream random)
    {
        var columns = destination.Length / rows;
        var values = new float[destination.Length];
        random.FillNormal(values, deviation: 1);
        TorchRuntime.Initialize();
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var normal = tensor(values).view(rows, columns).to(ScalarType.Float64);
        var (q, r) = linalg.qr(rows < columns ? normal.t() : normal);
        var orthogonal = q.mul(r.diagonal().sign()).mul(tensor(gain, ScalarType.Float64));
        var result = (rows < columns ? orthogonal.t() : orthogonal).to(ScalarType.Float32).contiguous();
        result.data<float>().CopyTo(destination);
    }
}
