using Sen.Signatures.Pdf;

namespace Sen.Signatures;

/// <summary>What a signature permits afterwards: the DocMDP level (0 for none) and the fields it locks (ISO 32000-2, 12.8.2).</summary>
internal sealed record Permissions(int Level, IReadOnlyList<Func<string, bool>> Locks)
{
    public bool IsLocked(string field) => Locks.Any(isLocked => isLocked(field));

    public static Permissions Of(PdfFile file, PdfDictionary signature)
    {
        var level = 0;
        var locks = new List<Func<string, bool>>();
        foreach (var reference in file.Array(signature["Reference"]).Select(file.Dictionary).OfType<PdfDictionary>())
        {
            var parameters = file.Dictionary(reference["TransformParams"]) ?? PdfDictionary.Empty;
            switch (file.Name(reference["TransformMethod"]))
            {
                case "DocMDP":
                    level = Strictest(level, (int)Math.Clamp(file.Integer(parameters["P"]) ?? 2, 1, 3));
                    break;
                case "FieldMDP":
                    locks.Add(Lock(file, parameters));
                    // A lock of ISO 32000-2 may also carry a level (table 237).
                    if (file.Integer(parameters["P"]) is { } p)
                        level = Strictest(level, (int)Math.Clamp(p, 1, 3));
                    break;
            }
        }
        return new Permissions(level, locks);
    }

    /// <summary>All signatures of the file together.</summary>
    public static Permissions OfAll(PdfFile file)
    {
        var each = PdfFields.Read(file).Where(f => f.Type == "Sig").Select(f => file.Dictionary(f.Value)).OfType<PdfDictionary>().Select(v => Of(file, v)).ToArray();
        return new Permissions(each.Select(p => p.Level).Aggregate(0, Strictest), [.. each.SelectMany(p => p.Locks)]);
    }

    public static int Strictest(int a, int b) => a == 0 ? b : b == 0 ? a : Math.Min(a, b);

    private static Func<string, bool> Lock(PdfFile file, PdfDictionary parameters)
    {
        var names = file.Array(parameters["Fields"]).Select(file.Text).OfType<string>().ToArray();
        bool Named(string field) => names.Any(n => field == n || field.StartsWith(n + ".", StringComparison.Ordinal));
        return file.Name(parameters["Action"]) switch
        {
            "All" => _ => true,
            "Include" => Named,
            "Exclude" => field => !Named(field),
            _ => _ => false,
        };
    }
}
