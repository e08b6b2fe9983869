using MlNetMasks.Masks;

namespace MlNetMasks;

/// <summary>What a mask stage says of its mask before it is learned.</summary>
/// <param name="Network">The network it is learned on.</param>
/// <param name="Name">Name of the mask.</param>
/// <param name="Options">The function, among the rest.</param>
internal sealed record MaskAnnouncement(NetworkAnnouncement Network, string Name, MaskStageOptions Options)
{
    /// <summary>Throws when a mask cannot stand beside those upstream.</summary>
    /// <exception cref="ArgumentException">
    /// The network is not of the kind that the stage learns on; another mask on it has the name, the role of the control, or the function as it is written, or treats
    /// the first layer in another way.
    /// </exception>
    public void RequireNew(IEnumerable<MaskAnnouncement> upstream)
    {
        if (Network.IsUnlearned != Options.Joint is not null)
        {
            throw new ArgumentException(Network.IsUnlearned
                ? $"Mask '{Name}' would be learned on a network that Initialise made and nobody has trained; learn weights and mask together with mlContext.Masks.LearnJointly, or make the network with mlContext.Masks.Pretrain."
                : $"Mask '{Name}' is to be learned together with its weights, but the network upstream is trained already; make it with mlContext.Masks.Initialise, or learn the mask alone with mlContext.Masks.Learn.");
        }

        foreach (var other in upstream.Where(other => ReferenceEquals(other.Network, Network)))
        {
            if (other.Name == Name)
            {
                throw new ArgumentException($"There is already a mask '{Name}' upstream; give every mask a name of its own.");
            }

            if (other.Options.Joint?.KeepsFirstLayer != Options.Joint?.KeepsFirstLayer)
            {
                throw new ArgumentException(
                    $"Masks '{other.Name}' and '{Name}' differ in Joint.KeepsFirstLayer; either all functions of a network have a first layer of their own, or none.");
            }

            if (other.Options.Role == MaskRole.Control && Options.Role == MaskRole.Control)
            {
                throw new ArgumentException($"Masks '{other.Name}' and '{Name}' both have the role of the control; a network has at most one.");
            }

            if (Equals(other.Options.Rows, Options.Rows) && Equals(other.Options.Slots, Options.Slots) && other.Options.Replicate == Options.Replicate
                && other.Options.Reinitialise == Options.Reinitialise)
            {
                throw Repeat(other.Name);
            }
        }
    }

    /// <summary>Throws when the mask takes its output layer over from a control that is not there.</summary>
    /// <exception cref="ArgumentException">No mask upstream on the network is the control.</exception>
    public void RequireControl(IEnumerable<MaskAnnouncement> upstream)
    {
        if (Options.OutputLayer == OutputLayerMask.Control
            && !upstream.Any(other => ReferenceEquals(other.Network, Network) && other.Options.Role == MaskRole.Control))
        {
            throw new ArgumentException(
                $"Mask '{Name}' takes the mask of its output layer over from the control, but no mask before it has the role of the control; learn the control first, or leave OutputLayer at Learned.");
        }
    }

    /// <summary>The error of a mask that is learned on what another one is learned on.</summary>
    public ArgumentException Repeat(string other) => new(
        $"Masks '{other}' and '{Name}' are learned on the same rows and output slots with the same replicate index {Options.Replicate}: a silent repeat. Choose other rows, or set Replicate where a repeat is meant.");
}
