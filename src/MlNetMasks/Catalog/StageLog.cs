using Microsoft.ML.Runtime;

namespace MlNetMasks;

/// <summary>Messages of one operation of one stage, which reach <c>mlContext.Log</c> under the stage's name.</summary>
internal sealed class StageLog : IDisposable
{
    private readonly IChannel _channel;

    /// <summary>Opens a channel.</summary>
    /// <param name="environment">The environment whose listeners hear the messages.</param>
    /// <param name="stage">Name of the stage, the source of the messages.</param>
    /// <param name="operation">What the stage does, for example Fit.</param>
    public StageLog(IHostEnvironment environment, string stage, string operation)
    {
        // A host registered without a seed would draw one from the context's generator and shift the draws of every later stock stage.
        _channel = environment.Register(stage, seed: 0).Start(operation);
    }

    /// <summary>Says what is going on.</summary>
    public void Info(string message) => _channel.Info(MessageSensitivity.None, message);

    /// <summary>Says that something is not as it should be, though the operation goes on.</summary>
    public void Warning(string message) => _channel.Warning(MessageSensitivity.None, message);

    /// <summary>Says a detail that is of interest only when looking for a fault.</summary>
    public void Trace(string message) => _channel.Trace(MessageSensitivity.None, message);

    /// <inheritdoc/>
    public void Dispose() => _channel.Dispose();
}
