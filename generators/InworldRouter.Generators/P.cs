namespace InworldRouter.Generators; internal static class Placeholder;
