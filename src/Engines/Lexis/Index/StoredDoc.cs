using System.Text;

namespace Sen.Lexis.Index;

/// <summary>A passage as it lies in a segment; parts are read when asked for.</summary>
internal readonly ref struct StoredDoc
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _fields;

    public StoredDoc(ReadOnlySpan<byte> bytes, int fields)
    {
        _bytes = bytes;
        _fields = fields;
    }

    public string Key
    {
        get
        {
            var at = 0;
            return Text(ref at);
        }
    }

    /// <summary>Everything before the words.</summary>
    public ReadOnlySpan<byte> Head => _bytes[..HeadLength()];

    public (string Key, string? Payload, string[] Fields) Read()
    {
        var at = 0;
        var key = Text(ref at);
        var payload = _bytes[at++] == 0 ? null : Text(ref at);
        var fields = new string[_fields];
        for (var i = 0; i < _fields; i++)
            fields[i] = Text(ref at);
        return (key, payload, fields);
    }

    /// <summary>The words of all fields, with where each field ends; -1 stands between fields.</summary>
    public void Tokens(List<int> into)
    {
        into.Clear();
        var at = HeadLength();
        for (var field = 0; field < _fields; field++)
        {
            if (field > 0)
                into.Add(-1);
            for (var n = Var.Read(_bytes, ref at); n > 0; n--)
                into.Add((int)Var.Read(_bytes, ref at));
        }
    }

    private int HeadLength()
    {
        var at = 0;
        Skip(ref at);
        if (_bytes[at++] != 0)
            Skip(ref at);
        for (var i = 0; i < _fields; i++)
            Skip(ref at);
        return at;
    }

    private string Text(ref int at)
    {
        var length = (int)Var.Read(_bytes, ref at);
        at += length;
        return Encoding.UTF8.GetString(_bytes.Slice(at - length, length));
    }

    private void Skip(ref int at)
    {
        var length = (int)Var.Read(_bytes, ref at);
        at += length;
    }
}
