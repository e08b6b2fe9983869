using System.Reflection;
using System.Runtime.ExceptionServices;
using Microsoft.ML;

namespace MlNetMasks.Persistence;

/// <summary>Saves and loads ML.NET model files safely: a file appears complete or not at all, and a bad file is one clear error.</summary>
public static class ModelFile
{
    private const int UnspecificIoError = unchecked((int)0x80131620);
    private const long SlowestBytesPerSecond = 2 << 20;

    /// <summary>Saves a model; the file appears under its name only when it is complete, replacing an older one.</summary>
    /// <param name="context">The context.</param>
    /// <param name="model">The model: a transformer or a chain of them.</param>
    /// <param name="inputSchema">Schema of the model's input, stored with it; may be null.</param>
    /// <param name="path">Path of the file; its folder must exist.</param>
    /// <exception cref="IOException">The file cannot be written completely; an older file is left as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public static void Save(MLContext context, ITransformer model, DataViewSchema? inputSchema, string path)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentException.ThrowIfNullOrEmpty(path);
        var full = Path.GetFullPath(path);
        // The same folder, because a rename is atomic only within one file system.
        var temporary = $"{full}.{Path.GetRandomFileName()}.tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None))
            {
                context.Model.Save(model, inputSchema, stream);
                stream.Flush(flushToDisk: true);
                RequireComplete(stream, full);
            }

            File.Move(temporary, full, overwrite: true);
        }
        finally
        {
            // After the rename there is nothing of this name, and deleting nothing is no error.
            File.Delete(temporary);
        }
    }

    /// <summary>Loads a model after checking the file as a whole.</summary>
    /// <param name="context">The context; its <c>Masks</c> registries name the stages and specs that can be read.</param>
    /// <param name="path">Path of the file.</param>
    /// <param name="inputSchema">Schema stored with the model, or null.</param>
    /// <returns>The model with its typed stages.</returns>
    /// <exception cref="InvalidDataException">The content cannot be read as a model; the message names file, cause and remedy.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="IOException">The file cannot be opened, or the disk fails or is full.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static ITransformer Load(MLContext context, string path, out DataViewSchema? inputSchema) =>
        Load(context, path, TimeSpan.FromSeconds(60), out inputSchema);

    /// <summary>Loads a model, giving up after a time that grows with its size.</summary>
    internal static ITransformer Load(MLContext context, string path, TimeSpan patience, out DataViewSchema? inputSchema)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentException.ThrowIfNullOrEmpty(path);
        // Touched so that the loader of mask stages is registered with the context.
        _ = context.Masks;
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        try
        {
            var unpacked = ModelArchive.Check(stream);
            stream.Position = 0;
            (var model, inputSchema) = LoadWithin(patience + TimeSpan.FromSeconds(unpacked / SlowestBytesPerSecond), context, stream);
            return model;
        }
        catch (Exception e) when (IsAboutContent(e))
        {
            var cause = Cause(e);
            throw new InvalidDataException(
                $"'{path}' cannot be read as a model: {FirstLine(cause.Message)} "
                + "If it was a good model, restore it from a copy or save it again; a model saved by a newer version needs that version.",
                e);
        }
    }

    // ML.NET 5 reads arrays in a loop that never ends when the entry ends first. No check from outside can tell a stock stage's array lengths,
    // so a file forged that way, with valid checksums, is left to a thread of its own; a file that is merely damaged never gets here.
    private static (ITransformer Model, DataViewSchema? InputSchema) LoadWithin(TimeSpan limit, MLContext context, Stream stream)
    {
        ITransformer? model = null;
        DataViewSchema? inputSchema = null;
        ExceptionDispatchInfo? error = null;
        var loading = new Thread(() =>
        {
            try
            {
                model = context.Model.Load(stream, out inputSchema);
            }
            catch (Exception e)
            {
                error = ExceptionDispatchInfo.Capture(e);
            }
        })
        {
            IsBackground = true,
            Name = "Model loading",
        };
        loading.Start();
        if (!loading.Join(limit))
        {
            throw new InvalidDataException(FormattableString.Invariant(
                $"loading did not end within {limit.TotalSeconds:F0} s, so a stage probably declares more values than the file holds."));
        }

        error?.Throw();
        return (model!, inputSchema);
    }

    private static void RequireComplete(FileStream stream, string path)
    {
        try
        {
            // ML.NET ignores errors while it closes the archive, for example on a full disk.
            stream.Position = 0;
            ModelArchive.Check(stream);
        }
        catch (InvalidDataException e)
        {
            throw new IOException($"'{path}' could not be written completely: {e.Message} Check that the disk has room.", e);
        }
    }

    private static bool IsAboutContent(Exception e) => e switch
    {
        OperationCanceledException or UnauthorizedAccessException => false,
        // ML.NET unpacks to temporary files: an error of the operating system (disk full) says nothing about the model file.
        IOException io when io.GetType() == typeof(IOException) => io.HResult == UnspecificIoError,
        // OutOfMemoryException included: ML.NET allocates what a damaged file declares, and no such allocation outlives the call.
        _ => true,
    };

    private static Exception Cause(Exception e)
    {
        var cause = e;
        for (var inner = e; inner is not null; inner = inner.InnerException)
        {
            // Our own messages say more than the parser errors below them.
            if (inner is InvalidDataException)
            {
                return inner;
            }

            cause = inner is TargetInvocationException ? cause : inner;
        }

        return cause;
    }

    private static string FirstLine(string message)
    {
        var line = message.AsSpan().Trim();
        var end = line.IndexOfAny('\r', '\n');
        line = end < 0 ? line : line[..end];
        return line.Length > 0 && line[^1] is '.' or '!' ? line.ToString() : $"{line}.";
    }
}
