namespace Sen.Lexis;

/// <summary>A file of the index is missing, cut off or changed. The index is made again from what it was made of.</summary>
public sealed class LexisCorruptException(string file, string reason) : Exception($"{file}: {reason}")
{
    /// <summary>Name of the file in its store.</summary>
    public string File => file;
}
