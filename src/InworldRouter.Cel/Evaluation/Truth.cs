// What a condition comes to; an error is kept in the frame.
namespace InworldRouter.Cel.Evaluation;

internal enum Truth : byte
{
    False,
    True,
    Error,
}
