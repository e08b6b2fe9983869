namespace MlNetMasks.Torch;

/// <summary>libtorch cannot be started on this machine; the message says why and what to do.</summary>
public sealed class TorchBackendException : InvalidOperationException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">Cause and remedy.</param>
    /// <param name="innerException">What libtorch's bridge said.</param>
    public TorchBackendException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
