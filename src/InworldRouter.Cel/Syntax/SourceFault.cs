// A fault of a source, before its place is told in lines and columns.
namespace InworldRouter.Cel.Syntax;

/// <param name="Offset">In UTF-16 units from the beginning.</param>
internal readonly record struct SourceFault(int Offset, string Message);
