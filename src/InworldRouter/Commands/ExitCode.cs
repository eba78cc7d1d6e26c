// What the process says to its caller when it ends.
namespace InworldRouter.Commands;

internal static class ExitCode
{
    public const int Fine = 0;

    /// <summary>EX_USAGE of sysexits.h: a wrong option or configuration.</summary>
    public const int Usage = 64;

    /// <summary>EX_SOFTWARE of sysexits.h.</summary>
    public const int Internal = 70;
}
