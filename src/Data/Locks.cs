namespace Sen.Data;

/// <summary>Advisory locks that copies of the program share: each is one loop that only one copy runs at a time.</summary>
internal static class Locks
{
    /// <summary>First half of the keys of subscriptions; the second is the hash of their name.</summary>
    public const int Subscriptions = 0x53656E;

    public const long Sequencer = 0x53656E_536571;
    public const long Sealer = 0x53656E_53656C;
}
