// Anthropic's tools that it only describes, for models that have not been trained on them: the client runs them all the same.
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Providers.OpenAI;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Anthropic;

/// <summary>
/// "bash/text_editor/memory types → give them explicit function schemas (client executes them)" (providers.md D.5). Their parameters are those of
/// Anthropic's documentation of each tool.
/// </summary>
internal static class ClientTools
{
    /// <summary>The <c>type</c> of a tool that has one, as <c>web_search_20250305</c>; empty of one that has none.</summary>
    public static ReadOnlySpan<byte> TypeOf(in Tool tool, ReadOnlySpan<byte> body)
    {
        var type = tool.Raw.Kind == JsonKind.Object ? ObjectMembers.Find(body, tool.Raw.Start, "type"u8) : default;
        return type.Kind == JsonKind.String ? type.Inner(body) : default;
    }

    /// <summary>What a model has to be told of such a tool beside its name.</summary>
    /// <param name="type">With its date, which does not matter.</param>
    /// <param name="description">As it stands between quotes.</param>
    /// <returns>False for a tool that the provider runs.</returns>
    public static bool TryDescribe(ReadOnlySpan<byte> type, out ReadOnlySpan<byte> description, out ReadOnlySpan<byte> schema)
    {
        if (type.StartsWith("bash_"u8))
        {
            description = "Runs a command in a bash shell whose state persists between calls, and gives its output."u8;
            schema = """{"type":"object","properties":{"command":{"type":"string","description":"The command to run. Required unless restart is true."},"restart":{"type":"boolean","description":"True to restart the shell."}}}"""u8;
            return true;
        }
        if (type.StartsWith("text_editor_"u8))
        {
            description = "Views and edits text files: view shows a file or lists a folder, create writes a file, str_replace replaces a text that occurs exactly once, insert puts text behind a line."u8;
            schema = """{"type":"object","properties":{"command":{"type":"string","enum":["view","create","str_replace","insert"]},"path":{"type":"string","description":"Path of the file or folder."},"view_range":{"type":"array","items":{"type":"integer"},"description":"For view: first and last line, from 1; -1 is the end."},"file_text":{"type":"string","description":"For create: the whole text of the file."},"old_str":{"type":"string","description":"For str_replace: the text to replace."},"new_str":{"type":"string","description":"For str_replace: the text in its place."},"insert_line":{"type":"integer","description":"For insert: the line behind which to insert; 0 is the beginning."},"insert_text":{"type":"string","description":"For insert: the text to insert."}},"required":["command","path"]}"""u8;
            return true;
        }
        if (type.StartsWith("memory_"u8))
        {
            description = "Keeps notes in files below /memories that outlast the conversation. View the folder before a task, and write down what will be needed later."u8;
            schema = """{"type":"object","properties":{"command":{"type":"string","enum":["view","create","str_replace","insert","delete","rename"]},"path":{"type":"string","description":"Path below /memories; not for rename."},"view_range":{"type":"array","items":{"type":"integer"},"description":"For view: first and last line."},"file_text":{"type":"string","description":"For create: the whole text of the file."},"old_str":{"type":"string","description":"For str_replace: the text to replace."},"new_str":{"type":"string","description":"For str_replace: the text in its place."},"insert_line":{"type":"integer","description":"For insert: the line behind which to insert."},"insert_text":{"type":"string","description":"For insert: the text to insert."},"old_path":{"type":"string","description":"For rename: the path now."},"new_path":{"type":"string","description":"For rename: the path then."}},"required":["command"]}"""u8;
            return true;
        }
        description = schema = default;
        return false;
    }
}
