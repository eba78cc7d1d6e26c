// What is said of a setting beside its name and type: the reader checks it, the JSON schema shows it.
namespace InworldRouter.ControlPlane.Configuration;

/// <param name="description">One sentence for editors, with units and the default.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SettingAttribute(string description) : Attribute
{
    public string Description => description;

    /// <summary>Least value of a number; NaN = none.</summary>
    public double Min { get; init; } = double.NaN;

    /// <summary>Greatest value of a number; NaN = none.</summary>
    public double Max { get; init; } = double.NaN;

    /// <summary>The longest duration, in days.</summary>
    public int LongestDays { get; init; } = 1;

    /// <summary>The words allowed, for a string or for each element of a list of strings.</summary>
    public string[]? OneOf { get; init; }

    /// <summary>A file or folder: made absolute against the configuration file's folder.</summary>
    public bool IsPath { get; init; }

    /// <summary>A string that holds JSON; an object may stand in its place.</summary>
    public bool IsJson { get; init; }

    /// <summary>Never repeated in a problem's text.</summary>
    public bool IsSecret { get; init; }
}
