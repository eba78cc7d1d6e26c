// What a vendor cannot read in the messages of a conversation.
namespace InworldRouter.Providers.OpenAI;

[Flags]
public enum MessageHabits
{
    None = 0,

    /// <summary>It does not know the role <c>developer</c>, OpenAI's newer word for <c>system</c>.</summary>
    NoDeveloper = 1 << 0,

    /// <summary>It wants text as a string, not as an array of text parts.</summary>
    TextAsString = 1 << 1,

    /// <summary>It refuses the reasoning of earlier answers.</summary>
    NoReasoning = 1 << 2,

    /// <summary>It refuses what else our answers carry beside their content: refusal, annotations, audio, images.</summary>
    NoExtras = 1 << 3,
}
