namespace MlNetMasks.Data;

/// <summary>What is being done for a file.</summary>
public enum DownloadActivity
{
    /// <summary>Another process has the file in hand.</summary>
    Waiting,

    /// <summary>Bytes that are there already are being read and hashed.</summary>
    Checking,

    /// <summary>Bytes come from a source or from the user's folder.</summary>
    Receiving,

    /// <summary>A source failed; it or the next one is tried.</summary>
    Retrying,

    /// <summary>The file was there already.</summary>
    Present,

    /// <summary>The file was fetched and is the official one.</summary>
    Fetched,
}
