// A string in both encodings, made once for a constant: compared with either form at the cost of one memory comparison.
using System.Text;

namespace InworldRouter.Cel.Values;

internal sealed class TwinText(string text)
{
    public readonly string Text = text;
    public readonly byte[] Utf8 = Encoding.UTF8.GetBytes(text);
}
