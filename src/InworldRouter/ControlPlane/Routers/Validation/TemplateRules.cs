// Message templates: messages that a provider would take, once their variables are filled in.
using InworldRouter.ControlPlane.Configuration;
using InworldRouter.ControlPlane.Routers.Model;

namespace InworldRouter.ControlPlane.Routers.Validation;

internal static class TemplateRules
{
    public static void Check(IReadOnlyList<MessageTemplate>? templates, string path, ConfigProblems problems)
    {
        for (var i = 0; i < templates?.Count; i++)
            Check(templates[i], SettingPath.Element(path, i), problems);
    }

    private static void Check(MessageTemplate template, string path, ConfigProblems problems)
    {
        // "Roles: all five" (api.md 9)
        if (template.Role is not ("system" or "user" or "assistant" or "tool" or "developer"))
            problems.Add(path + ".role", template.Role is null ? "the message has no role" : $"\"{RouterRules.Short(template.Role)}\" is no role", "expected system, developer, user, assistant or tool");
        if (template.Content is not null && template.ContentItems is not null)
            problems.Add(path + ".content_items", "content is there too", "keep one of them");
        if (template is { Content: null, ContentItems: not { Count: > 0 }, ToolCalls: not { Count: > 0 } })
            problems.Add(path + ".content", "the message says nothing", "expected content or content_items; only an assistant's tool_calls go without");
        for (var i = 0; i < template.ContentItems?.Count; i++)
        {
            if (template.ContentItems[i].Text is null)
                problems.Add(SettingPath.Element(path + ".content_items", i) + ".text", "the text is missing", "expected a string");
        }
        CheckTools(template, path, problems);
    }

    private static void CheckTools(MessageTemplate template, string path, ConfigProblems problems)
    {
        if (template.ToolCalls is { Count: > 0 } && template.Role != "assistant")
            problems.Add(path + ".tool_calls", $"a message of the role {template.Role} calls no tools", "expected them on an assistant's message");
        for (var i = 0; i < template.ToolCalls?.Count; i++)
        {
            var call = template.ToolCalls[i];
            var callPath = SettingPath.Element(path + ".tool_calls", i);
            if (string.IsNullOrEmpty(call.Id))
                problems.Add(callPath + ".id", "the call has no id", "expected the id that a tool message answers by its tool_call_id");
            if (string.IsNullOrEmpty(call.Name))
                problems.Add(callPath + ".name", "the call names no function", "expected the function's name");
        }
        if (template.Role == "tool" && string.IsNullOrEmpty(template.ToolCallId))
            problems.Add(path + ".tool_call_id", "a tool's message answers no call", "expected the id of a tool call");
        if (template.Role is not (null or "tool") && template.ToolCallId is not null)
            problems.Add(path + ".tool_call_id", $"a message of the role {template.Role} answers no tool call", "expected it on a tool's message");
    }
}
