// An answer in a dialect's bytes, cut where a stream may pause: all that the player needs to know of a dialect.
namespace InworldRouter.Simulation;

/// <summary>A run of events that differ by their text alone. Each token is sent as prefix, text, suffix. Slices of the answer's buffer.</summary>
/// <param name="Opening">Events before the first token; may be empty.</param>
internal readonly record struct ScriptPart(Slice Opening, Slice Prefix, Slice Suffix, Slice Text);

/// <summary>Filled by a dialect, played by <see cref="AnswerPlayer"/>.</summary>
internal sealed class AnswerScript(Answer answer)
{
    public Answer Answer { get; } = answer;

    public List<ScriptPart> Parts { get; } = new(2);

    /// <summary>What ends a stream that has gone well.</summary>
    public Slice Closing { get; set; }

    /// <summary>The error inside a 200, when the behaviour asks for one: an event, or the JSON body.</summary>
    public Slice Error { get; set; }

    /// <summary>The whole answer as one JSON text, when no stream was asked for.</summary>
    public Slice Body { get; set; }

    /// <summary>What has been written since a mark: <c>var mark = bytes.Length; … Since(mark)</c>.</summary>
    public Slice Since(int mark) => new(mark, Answer.Bytes.Length - mark);
}
