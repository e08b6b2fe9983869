namespace MlNetMasks.Torch.Kernels.Cells;

/// <summary>
/// The cells of an LSTM layer between its products, one pass over memory per time step and direction. Results do not depend on the thread count or
/// the width of registers, bit for bit. One caller at a time.
/// </summary>
/// <param name="workers">The threads; not owned.</param>
internal sealed class LstmKernel(BlockWorkers workers)
{
    private readonly LstmForwardJob _forward = new();
    private readonly LstmBackwardJob _backward = new();

    /// <summary>Computes gates, cells and outputs.</summary>
    public void Forward(in LstmForward step) => workers.Run(_forward, _forward.Prepare(in step));

    /// <summary>Computes the gradients of the gates and of the previous cells.</summary>
    public void Backward(in LstmBackward step) => workers.Run(_backward, _backward.Prepare(in step));
}
