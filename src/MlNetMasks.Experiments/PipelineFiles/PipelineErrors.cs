namespace MlNetMasks.Experiments.PipelineFiles;

/// <summary>Collects the faults found while a file is read; the same fault seen through two variants counts once.</summary>
internal sealed class PipelineErrors
{
    private readonly List<PipelineError> _errors = [];
    private readonly HashSet<PipelineError> _seen = [];

    public int Count => _errors.Count;

    public void Add(SourcePlace place, string message)
    {
        var error = new PipelineError(place, message);
        if (_seen.Add(error))
        {
            _errors.Add(error);
        }
    }

    public void AddAll(PipelineErrors others)
    {
        foreach (PipelineError error in others._errors)
        {
            Add(error.Place, error.Message);
        }
    }

    public PipelineFileException ToException() =>
        new([.. _errors.OrderBy(error => error.Place.Line).ThenBy(error => error.Place.Column)]);

    public void ThrowIfAny()
    {
        if (_errors.Count > 0)
        {
            throw ToException();
        }
    }
}
