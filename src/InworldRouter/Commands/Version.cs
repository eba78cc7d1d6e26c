// Which build this is.
using System.Reflection;

namespace InworldRouter.Commands;

internal static class Version
{
    /// <summary><c>0.1.0</c>, without the commit that the SDK appends.</summary>
    public static string Text { get; } =
        typeof(Version).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
