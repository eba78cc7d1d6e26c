// What the compiler asks for when a record has init accessors and the target framework is netstandard2.0.
#pragma warning disable IDE0130 // the compiler looks for it in this namespace
namespace System.Runtime.CompilerServices;

internal static class IsExternalInit;
