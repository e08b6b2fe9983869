using Mono.Cecil;
using Mono.Cecil.Cil;
using TorchSharp;

namespace MlNetMasks.Torch.Tests.Runtime;

/// <summary>
/// The hazard that <see cref="NetworkModule"/> describes, looked for in the compiled code: a number that becomes a <see cref="Scalar"/> in the middle of an
/// expression can be freed while libtorch reads it. Numbers are stored first; operations of TorchSharp that make such a number themselves are not called.
/// </summary>
[TestClass]
public sealed class ShortLivedNumberTests
{
    private static readonly ModuleDefinition TorchSharpModule = ModuleDefinition.ReadModule(typeof(Scalar).Assembly.Location);
    private static readonly HashSet<string> Makers = FindMakers();

    [TestMethod]
    public void Engine_EveryNumberForLibtorch_IsStoredBeforeItIsUsed()
    {
        using ModuleDefinition engine = ModuleDefinition.ReadModule(typeof(NetworkModule).Assembly.Location);
        string[] unsafeCalls = [.. engine.GetTypes().SelectMany(type => type.Methods).Where(method => method.HasBody).SelectMany(UnsafeCalls)];

        Assert.IsEmpty(unsafeCalls, string.Join('\n', unsafeCalls));
    }

    [TestMethod]
    [DataRow("TorchSharp.torch/Tensor TorchSharp.torch/Tensor::square()")]
    [DataRow("TorchSharp.torch/Tensor TorchSharp.torch/Tensor::add(TorchSharp.Scalar)")]
    [DataRow("TorchSharp.torch/Tensor TorchSharp.torch/Tensor::op_Addition(TorchSharp.torch/Tensor,TorchSharp.torch/Tensor)")]
    public void Makers_OperationsKnownToFail_AreFound(string operation) => Assert.Contains(operation, Makers);

    [TestMethod]
    [DataRow("TorchSharp.torch/Tensor TorchSharp.torch/Tensor::add(TorchSharp.torch/Tensor,TorchSharp.Scalar)")]
    [DataRow("TorchSharp.torch/Tensor TorchSharp.torch/Tensor::mul(TorchSharp.torch/Tensor)")]
    public void Makers_OperationsThatMakeNoNumber_AreNotAmongThem(string operation) => Assert.DoesNotContain(operation, Makers);

    private static IEnumerable<string> UnsafeCalls(MethodDefinition method)
    {
        foreach (Instruction instruction in method.Body.Instructions)
        {
            if (instruction.Operand is MethodReference called
                && (Makers.Contains(called.FullName) || (MakesScalar(called) && !IsStore(instruction.Next))))
            {
                yield return $"{method.FullName} calls {called.FullName}";
            }
        }
    }

    private static bool MakesScalar(MethodReference method) => (method.DeclaringType.FullName, method.Name) is
        ("TorchSharp.Scalar", "op_Implicit" or ".ctor") or ("TorchSharp.ScalarExtensionMethods", "ToScalar");

    private static bool IsStore(Instruction? instruction) => instruction?.OpCode.Code is
        Code.Stfld or Code.Stsfld or Code.Stloc or Code.Stloc_S or Code.Stloc_0 or Code.Stloc_1 or Code.Stloc_2 or Code.Stloc_3;

    /// <summary>Methods of TorchSharp that make a number, and those that call them, three calls up.</summary>
    private static HashSet<string> FindMakers()
    {
        (string Caller, MethodReference Called)[] calls = [.. TorchSharpModule.GetTypes()
            .Where(type => type.FullName is not ("TorchSharp.Scalar" or "TorchSharp.ScalarExtensionMethods"))
            .SelectMany(type => type.Methods).Where(method => method.HasBody)
            .SelectMany(method => method.Body.Instructions.Select(instruction => instruction.Operand).OfType<MethodReference>().Select(called => (method.FullName, called)))];
        HashSet<string> makers = [.. calls.Where(call => MakesScalar(call.Called)).Select(call => call.Caller)];
        for (int depth = 0; depth < 3; depth++)
        {
            makers.UnionWith([.. calls.Where(call => makers.Contains(call.Called.FullName)).Select(call => call.Caller)]);
        }

        return makers;
    }
}
