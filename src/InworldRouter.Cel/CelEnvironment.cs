// What expressions are compiled against.
using System.Diagnostics.CodeAnalysis;
using InworldRouter.Cel.Checking;
using InworldRouter.Cel.Planning;
using InworldRouter.Cel.Syntax;
using InworldRouter.Cel.Values;

namespace InworldRouter.Cel;

/// <summary>Variables, functions and limits. Immutable and safe for any number of threads.</summary>
public sealed class CelEnvironment
{
    private readonly NameScope _names;
    private readonly bool _undeclaredAreDynamic;

    internal CelEnvironment(NameScope names, bool undeclaredAreDynamic, CelLimits limits)
    {
        _names = names;
        _undeclaredAreDynamic = undeclaredAreDynamic;
        Limits = limits;
    }

    /// <summary>A new one at each call.</summary>
    public static CelEnvironmentBuilder Builder => new();

    public CelLimits Limits { get; }

    /// <summary>Parses, checks and plans. Never throws, whatever the text.</summary>
    /// <param name="issues">Why there is no program, by place; empty when there is one.</param>
    public bool TryCompile(string source, [NotNullWhen(true)] out CelProgram? program, out IReadOnlyList<CelIssue> issues) =>
        TryCompile(source, CelCompilation.Checked, out program, out issues);

    /// <inheritdoc cref="TryCompile(string, out CelProgram?, out IReadOnlyList{CelIssue})"/>
    public bool TryCompile(string source, CelCompilation options, [NotNullWhen(true)] out CelProgram? program, out IReadOnlyList<CelIssue> issues)
    {
        program = null;
        if (source.Length > Limits.MaxSourceLength)
        {
            issues = [new CelIssue(1, 1, $"the expression has {source.Length} characters, more than the limit of {Limits.MaxSourceLength}")];
            return false;
        }
        var faults = new List<SourceFault>();
        var places = new SourcePlaces(source);
        program = Compile(source, options, places, faults);
        issues = faults.Count == 0 ? [] : Told(faults, places);
        return program is not null;
    }

    private CelProgram? Compile(string source, CelCompilation options, SourcePlaces places, List<SourceFault> faults)
    {
        var expr = Parser.Parse(source, Limits, faults);
        if (faults.Count > 0)
            return null;
        var isChecked = !options.HasFlag(CelCompilation.Unchecked);
        var type = CelType.Dyn;
        if (isChecked)
        {
            type = new Checker(_names, _undeclaredAreDynamic, faults).Check(expr);
            if (faults.Count == 0 && options.HasFlag(CelCompilation.Condition) && type.Kind is not (CelTypeKind.Bool or CelTypeKind.Dyn))
                faults.Add(new SourceFault(0, $"the condition is {type}, expected bool"));
            if (faults.Count > 0)
                return null;
        }
        var planner = new Planner(_names, _undeclaredAreDynamic, isChecked, places, faults);
        var root = planner.Plan(expr);
        return faults.Count > 0 ? null : new CelProgram(root, type, planner.Variables, Limits, planner.Locals);
    }

    private IReadOnlyList<CelIssue> Told(List<SourceFault> faults, SourcePlaces places)
    {
        var issues = faults.OrderBy(f => f.Offset).Distinct().Take(Limits.MaxIssues).Select(f =>
        {
            var place = places.Of(f.Offset);
            return new CelIssue(place.Line, place.Column, f.Message);
        });
        return [.. issues];
    }
}
