// Looks at what is nobody's business but a test's that must know when another thread has come to rest.
using System.Reflection;

namespace InworldRouter.Tests;

internal static class Inside
{
    /// <summary>The value of a private field.</summary>
    public static T Of<T>(object owner, string field) =>
        (T)owner.GetType().GetField(field, BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(owner)!;
}
