// Why a router is not read or changed: a code of google.rpc with the HTTP status to match (api.md 6, 10).
using InworldRouter.ControlPlane.Configuration;

namespace InworldRouter.ControlPlane.Routers;

/// <param name="Status">HTTP.</param>
/// <param name="Code">google/rpc/code.proto</param>
/// <param name="Message">What was wrong, where, what to do.</param>
/// <param name="Violations">The fields at fault; may be empty.</param>
public sealed record RouterRefusal(int Status, int Code, string Message, IReadOnlyCollection<ConfigProblem> Violations)
{
    // "every problem listed at once": of what a person has written. A megabyte can hold a hundred thousand.
    private const int MostProblems = 100;

    public static RouterRefusal Invalid(IReadOnlyCollection<ConfigProblem> problems) =>
        new(400, 3, $"The router was not saved: {Words(problems)}", [.. problems.Take(MostProblems)]);

    /// <summary>The problems in one line.</summary>
    public static string Words(IReadOnlyCollection<ConfigProblem> problems)
    {
        var words = string.Join(" | ", problems.Take(MostProblems));
        return problems.Count <= MostProblems ? words : $"{words} | and {problems.Count - MostProblems} more";
    }

    public static RouterRefusal BadArgument(string field, string what, string remedy) =>
        new(400, 3, $"{field}: {what}; {remedy}", [new ConfigProblem(field, what, remedy)]);

    public static RouterRefusal NotFound(string name) => new(404, 5, $"There is no router \"{name}\".", []);

    public static RouterRefusal Exists(string name) => new(409, 6, $"There is a router \"{name}\" already: change it with PATCH, or take another name.", []);

    /// <summary>FAILED_PRECONDITION: what stands in the way is no race, and a repetition does not help.</summary>
    public static RouterRefusal ReadOnly(string name, string file) =>
        new(409, 9, $"The router \"{name}\" comes from the file {file} and is read-only here: change that file.", []);

    /// <summary>ABORTED: "a concurrency issue such as a sequencer check failure".</summary>
    public static RouterRefusal ChangedMeanwhile(string name) =>
        new(409, 10, $"The router \"{name}\" is being changed elsewhere at the same time: read it again and repeat.", []);

    public static RouterRefusal Broken(string name, string why) =>
        new(409, 9, $"What is stored under \"{name}\" is no valid router ({why}): delete it, or correct it in the store.", []);

    public static RouterRefusal PreconditionFailed(string name, string? version) =>
        new(412, 9, version is null ? $"There is no router \"{name}\", and If-Match asks for one." : $"The router \"{name}\" has the version \"{version}\", which is not what If-Match or If-None-Match asks for.", []);

    public static RouterRefusal Unavailable(string message) => new(503, 14, message, []);
}
