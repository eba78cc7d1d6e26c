// A kind of call to make at a constant rate.
using InworldRouter.LoadTest.Http;

namespace InworldRouter.LoadTest.Scenarios;

/// <summary>What engine and report need of a kind of call; another engine can drive the same scenarios.</summary>
internal interface IScenario
{
    string Name { get; }

    /// <summary>What a newcomer should know of the load, in a few words.</summary>
    string Description { get; }

    /// <summary>Makes one call and records it. Never throws: a failed call is a count.</summary>
    /// <param name="due">When it should have been sent, a <see cref="System.Diagnostics.Stopwatch"/> timestamp.</param>
    Task CallAsync(HttpTarget target, long due, CallRecord record);
}
