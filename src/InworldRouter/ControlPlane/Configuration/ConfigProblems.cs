// What is wrong with a configuration: all of it, each with the path of its setting.
using System.Collections;

namespace InworldRouter.ControlPlane.Configuration;

/// <param name="Path"><c>auth.keys[1].permissions[0]</c>; a file's or option's name when no setting is to blame.</param>
/// <param name="What">What was found.</param>
/// <param name="Remedy">What was expected, or what to do.</param>
public sealed record ConfigProblem(string Path, string What, string Remedy)
{
    public override string ToString() => $"{Path}: {What}; {Remedy}";
}

/// <summary>One problem per setting, the first: what else is wrong with it, or missing below it, follows from that.</summary>
public sealed class ConfigProblems : IReadOnlyCollection<ConfigProblem>
{
    private readonly List<ConfigProblem> _problems = [];
    private readonly HashSet<string> _paths = new(StringComparer.Ordinal);

    public int Count => _problems.Count;

    public void Add(string path, string what, string remedy)
    {
        if (!IsBelowAnother(path) && _paths.Add(path))
            _problems.Add(new ConfigProblem(path, what, remedy));
    }

    public bool Contains(string path) => _paths.Contains(path);

    public IEnumerator<ConfigProblem> GetEnumerator() => _problems.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private bool IsBelowAnother(string path)
    {
        for (var i = 1; i < path.Length; i++)
        {
            if (path[i] is '.' or '[' && _paths.Contains(path[..i]))
                return true;
        }
        return false;
    }
}
