namespace Sen.Kernel;

/// <summary>Names a thing of any module without referencing that module: a dossier, a document, a person.</summary>
/// <param name="Kind">Stable kind in lower case, e.g. <c>dossier</c>; fixed in GLOSSARY.md.</param>
/// <param name="Id">Identifier within the kind.</param>
public readonly record struct Ref(string Kind, string Id)
{
    /// <summary><c>kind:id</c>, as written in logs and the ledger.</summary>
    public override string ToString() => $"{Kind}:{Id}";
}
