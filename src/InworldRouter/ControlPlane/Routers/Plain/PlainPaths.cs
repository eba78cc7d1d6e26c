// Where a caller of the plain facade wrote what stands in a canonical place: problems name the former.
using InworldRouter.ControlPlane.Configuration;

namespace InworldRouter.ControlPlane.Routers.Plain;

public sealed class PlainPaths
{
    private readonly Dictionary<string, string> _written = new(StringComparer.Ordinal);

    public void Add(string canonical, string written) => _written[canonical] = written;

    /// <summary>The same problems, each with the path of what was written.</summary>
    public void Translate(ConfigProblems found, ConfigProblems problems)
    {
        foreach (var problem in found)
            problems.Add(Written(problem.Path), problem.What, problem.Remedy);
    }

    // The longest known beginning of the path, with the rest appended.
    private string Written(string path)
    {
        for (var end = path.Length; end > 0; end = path.AsSpan(0, end).LastIndexOfAny('.', '['))
        {
            if (_written.TryGetValue(path[..end], out var written))
                return written + path[end..];
        }
        return path;
    }
}
