// Names a place in the configuration the way an operator would: auth.keys[1].permissions[0].
using System.Globalization;

namespace InworldRouter.ControlPlane.Configuration;

internal static class SettingPath
{
    public static string Member(string parent, string name)
    {
        if (name.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '$'))
            return $"{parent}[\"{name}\"]";
        return parent.Length == 0 ? name : $"{parent}.{name}";
    }

    public static string Element(string parent, int index) => string.Create(CultureInfo.InvariantCulture, $"{parent}[{index}]");
}
