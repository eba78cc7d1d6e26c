// Reads the text of a signature: "(int, A) -> bool", "list(A).() -> A".
namespace InworldRouter.Generators.Cel;

/// <param name="Parameters">The receiver first, if there is one.</param>
internal sealed record CelSignature(bool IsReceiver, IReadOnlyList<CelSignatureType> Parameters, CelSignatureType Result)
{
    /// <summary>Null when it cannot be read; <paramref name="fault"/> then says why.</summary>
    public static CelSignature? Read(string text, out string fault)
    {
        var reader = new Reader(text);
        var signature = reader.Signature();
        fault = reader.Fault ?? "";
        return reader.Fault is null ? signature : null;
    }

    private sealed class Reader(string text)
    {
        private int _at;

        public string? Fault { get; private set; }

        public CelSignature Signature()
        {
            var parameters = new List<CelSignatureType>();
            Space();
            var isReceiver = Peek() != '(';
            if (isReceiver)
            {
                parameters.Add(Type());
                Expect('.');
            }
            Expect('(');
            Space();
            if (Peek() != ')')
            {
                do
                    parameters.Add(Type());
                while (Fault is null && Take(','));
            }
            Expect(')');
            Expect('-');
            Expect('>');
            var result = Type();
            Space();
            if (Fault is null && _at != text.Length)
                Fault = $"'{text.Substring(_at)}' follows the result";
            return new CelSignature(isReceiver, parameters, result);
        }

        private CelSignatureType Type()
        {
            Space();
            var start = _at;
            // A dot belongs to a name (google.protobuf.Timestamp) unless the parameters follow it.
            while (_at < text.Length && (char.IsLetterOrDigit(text[_at]) || text[_at] == '_' || (text[_at] == '.' && _at + 1 < text.Length && text[_at + 1] != '(')))
                _at++;
            var name = text.Substring(start, _at - start);
            var parameters = new List<CelSignatureType>();
            if (name.Length > 0 && Take('('))
            {
                do
                    parameters.Add(Type());
                while (Fault is null && Take(','));
                Expect(')');
            }
            var type = new CelSignatureType(name, parameters);
            if (type.Expression is null)
                Fault ??= name.Length == 0 ? "a type is missing" : $"there is no type '{name}' with {parameters.Count} parameters";
            return type;
        }

        private char Peek() => _at < text.Length ? text[_at] : '\0';

        private bool Take(char c)
        {
            Space();
            if (Peek() != c)
                return false;
            _at++;
            return true;
        }

        private void Expect(char c)
        {
            if (!Take(c))
                Fault ??= $"'{c}' is missing at position {_at}";
        }

        private void Space()
        {
            while (Peek() == ' ')
                _at++;
        }
    }
}

internal sealed record CelSignatureType(string Name, IReadOnlyList<CelSignatureType> Parameters)
{
    private const string CelType = "global::InworldRouter.Cel.Values.CelType.";

    public bool IsParameter => Name.Length == 1 && char.IsUpper(Name[0]) && Parameters.Count == 0;

    /// <summary>The C# expression that makes the type; null when there is no such type.</summary>
    public string? Expression => (Name, Parameters.Count) switch
    {
        ("dyn", 0) => CelType + "Dyn",
        ("null_type", 0) => CelType + "Null",
        ("bool", 0) => CelType + "Bool",
        ("int", 0) => CelType + "Int",
        ("uint", 0) => CelType + "UInt",
        ("double", 0) => CelType + "Double",
        ("string", 0) => CelType + "String",
        ("bytes", 0) => CelType + "Bytes",
        ("duration" or "google.protobuf.Duration", 0) => CelType + "Duration",
        ("timestamp" or "google.protobuf.Timestamp", 0) => CelType + "Timestamp",
        ("type", 0) => CelType + "Type",
        ("type", 1) => CelType + $"TypeOf({Parameters[0].Expression})",
        ("list", 1) => CelType + $"List({Parameters[0].Expression})",
        ("map", 2) => CelType + $"Map({Parameters[0].Expression}, {Parameters[1].Expression})",
        ("optional" or "optional_type", 1) => CelType + $"Optional({Parameters[0].Expression})",
        ("wrapper", 1) => CelType + $"Wrapper({Parameters[0].Expression})",
        _ => IsParameter ? CelType + $"Parameter(\"{Name}\")" : null,
    };

    /// <summary>The .NET type, besides CelValue, that a method may take or return for it; null when there is none.</summary>
    public string? NetType => Name switch
    {
        "bool" => "bool",
        "int" => "long",
        "uint" => "ulong",
        "double" => "double",
        "string" => "string",
        "list" => "InworldRouter.Cel.Values.CelList",
        "map" => "InworldRouter.Cel.Values.CelMap",
        "type" => "InworldRouter.Cel.Values.CelType",
        _ => null,
    };

    public override string ToString() => Parameters.Count == 0 ? Name : $"{Name}({string.Join(", ", Parameters)})";
}
