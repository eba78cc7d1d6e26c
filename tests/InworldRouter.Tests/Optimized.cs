// Allocations are a property of optimized code: without optimization an async method's state is an object of its own.
using System.Diagnostics;
using System.Reflection;
using InworldRouter.DataPlane;

namespace InworldRouter.Tests;

internal static class Optimized
{
    /// <summary>Skips the test where the router was built without optimization.</summary>
    public static void Required() => Assert.SkipWhen(
        typeof(Exchange).Assembly.GetCustomAttribute<DebuggableAttribute>()?.IsJITOptimizerDisabled == true,
        "measured with optimized code only: run with -c Release");
}
