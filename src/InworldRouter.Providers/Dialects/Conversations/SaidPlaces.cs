// What a run of user turns says besides the results that were asked for.
namespace InworldRouter.Providers.Dialects.Conversations;

/// <summary>
/// Where its parts stand, in order: (message, part). Results stand elsewhere, right behind their calls; one that no call asked for is what somebody said
/// (C30), and its content stands behind it.
/// </summary>
internal ref struct SaidPlaces(Conversation conversation, Range asked, Range run, ReadOnlySpan<byte> body)
{
    private readonly ReadOnlySpan<byte> _body = body;
    private int _message = run.Start.Value;
    private int _part = -1;

    public readonly (int Message, int Part) Current => (_message, _part);

    public readonly SaidPlaces GetEnumerator() => this;

    public bool MoveNext()
    {
        _part++;
        for (; _message < run.End.Value; _message++, _part = 0)
        {
            var message = conversation.Messages[_message];
            if (message.IsInstruction)
                continue;
            var parts = conversation.PartsOf(message);
            while (_part < parts.Length && parts[_part].Kind == PartKind.ToolResult && Turns.IsAskedFor(conversation, asked, parts[_part].Id, _body))
                _part += parts[_part].Children + 1;
            if (_part < parts.Length)
                return true;
        }
        return false;
    }
}
