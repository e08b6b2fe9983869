namespace MlNetMasks.Masks;

/// <summary>A sign that a mask cannot be trusted as it is.</summary>
/// <param name="Mask">Name of the mask.</param>
/// <param name="Layer">Name of the layer; empty when it is about the whole mask.</param>
/// <param name="Problem">What was found, with its number; a sentence without a full stop.</param>
/// <param name="Remedy">What to change; a sentence without a full stop, the same for every warning of this kind.</param>
public sealed record MaskWarning(string Mask, string Layer, string Problem, string Remedy)
{
    /// <summary>Mask, layer, problem and remedy on one line.</summary>
    /// <returns>Text such as <c>mask 'add', layer 'output.weight': no weight is kept. ...</c></returns>
    public override string ToString() =>
        $"mask {DisplayText.Quote(Mask)}{(Layer.Length > 0 ? $", layer {DisplayText.Quote(Layer)}" : "")}: {Problem}. {Remedy}.";
}
