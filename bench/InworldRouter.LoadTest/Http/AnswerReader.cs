// What a scenario does with the bytes of an answer's body as they come.
namespace InworldRouter.LoadTest.Http;

internal abstract class AnswerReader
{
    public abstract void OnBody(ReadOnlySpan<byte> bytes);
}
