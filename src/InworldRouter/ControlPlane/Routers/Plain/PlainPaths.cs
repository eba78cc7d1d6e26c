// Where a caller of the plain facade wrote what stands in a canonical place: problems name the former.
using InworldRouter.ControlPlane.Configuration;

namespace InworldRouter.ControlPlane.Routers.Plain;

public sealed class PlainPaths
{
    private readonly List<(string Canonical, string Written)> _places = [];

    public void Add(string canonical, string written) => _places.Add((canonical, written));

    /// <summary>The same problems, each with the path of what was written.</summary>
    public void Translate(ConfigProblems found, ConfigProblems problems)
    {
        foreach (var problem in found)
            problems.Add(Written(problem.Path), problem.What, problem.Remedy);
    }

    private string Written(string path)
    {
        var (canonical, written) = ("", "");
        foreach (var place in _places)
        {
            if (place.Canonical.Length > canonical.Length && path.StartsWith(place.Canonical, StringComparison.Ordinal) && (path.Length == place.Canonical.Length || path[place.Canonical.Length] is '.' or '['))
                (canonical, written) = place;
        }
        return canonical.Length == 0 ? path : written + path[canonical.Length..];
    }
}
