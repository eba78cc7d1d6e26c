// Something that reads what strangers write.
namespace InworldRouter.Fuzz;

internal interface IFuzzTarget
{
    string Name { get; }

    /// <summary>Inputs that are valid, to start from.</summary>
    IReadOnlyList<string> Seeds { get; }

    /// <summary>Pieces that mean something there.</summary>
    IReadOnlyList<string> Words { get; }

    /// <summary>Reads the input. An exception is a finding.</summary>
    /// <returns>Whether it was accepted: a fuzzer of which nothing is accepted tests only the door.</returns>
    bool Read(byte[] input);
}
