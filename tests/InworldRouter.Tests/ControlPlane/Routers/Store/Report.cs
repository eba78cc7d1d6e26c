// The lines that a store has for its operator.
using System.Text;

namespace InworldRouter.Tests.ControlPlane.Routers.Store;

internal sealed class Report
{
    private readonly StringBuilder _lines = new();

    public void Take(string line)
    {
        lock (_lines)
            _lines.Append(line).Append('\n');
    }

    public override string ToString()
    {
        lock (_lines)
            return _lines.ToString();
    }
}
