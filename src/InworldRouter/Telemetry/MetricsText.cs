// Writes samples in Prometheus' text format.
using System.Buffers;
using System.Globalization;
using System.Text;

namespace InworldRouter.Telemetry;

/// <summary>Label values are escaped; names are ours and need no escaping.</summary>
public sealed class MetricsText(IBufferWriter<byte> output)
{
    public void Describe(string name, string type, string help) => Append($"# HELP {name} {help}\n# TYPE {name} {type}\n");

    public void Sample(string name, double value, params ReadOnlySpan<(string Name, string Value)> labels)
    {
        Append(name);
        AppendLabels(labels, null);
        Append($" {Number(value)}\n");
    }

    /// <summary>Buckets are cumulative, and the last of them is the count.</summary>
    public void Histogram(string name, Histogram histogram, params ReadOnlySpan<(string Name, string Value)> labels)
    {
        long count = 0;
        for (var i = 0; i <= histogram.Bounds.Length; i++)
        {
            count += histogram[i];
            Append($"{name}_bucket");
            AppendLabels(labels, i < histogram.Bounds.Length ? Number(histogram.Bounds[i]) : "+Inf");
            Append($" {Number(count)}\n");
        }
        Append($"{name}_sum");
        AppendLabels(labels, null);
        Append($" {Number(histogram.Sum)}\n{name}_count");
        AppendLabels(labels, null);
        Append($" {Number(count)}\n");
    }

    private void AppendLabels(ReadOnlySpan<(string Name, string Value)> labels, string? bound)
    {
        if (labels.IsEmpty && bound is null)
            return;
        var separator = "{";
        foreach (var (name, value) in labels)
        {
            Append($"{separator}{name}=\"{Escape(value)}\"");
            separator = ",";
        }
        Append(bound is null ? "}" : $"{separator}le=\"{bound}\"}}");
    }

    private static string Escape(string value) =>
        value.AsSpan().ContainsAny("\\\"\n") ? value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal) : value;

    private static string Number(double value) => value.ToString("0.##########", CultureInfo.InvariantCulture);

    private void Append(string text) => Encoding.UTF8.GetBytes(text, output);
}
