namespace Sen.Identity.SignIn;

/// <summary>What was tried lately, before the try at hand.</summary>
/// <param name="Pair">Wrong tries of this account from this place in <see cref="Throttle.Window"/>.</param>
/// <param name="LastPair">The latest of them.</param>
/// <param name="Address">Wrong tries from this place at any account in the window.</param>
/// <param name="Account">Wrong tries of this account from any place in the window.</param>
/// <param name="Known">The account has signed in from this place before.</param>
/// <param name="Exists">There is such an account.</param>
internal sealed record Tries(int Pair, DateTimeOffset? LastPair, int Address, int Account, bool Known, bool Exists = true);

/// <summary>
/// Slows guessing without locking the victim out. A place is a browser that proves it has signed in to the account before,
/// or else a network address. Limits hold for the pair of account and place, and for a place. When an account is guessed
/// at from many places, only those unknown to it are turned away.
/// </summary>
internal static class Throttle
{
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(15);
    public const int FreeTries = 5, AddressLimit = 60, AccountLimit = 100;

    /// <summary>How long to wait before the next try counts; zero when it may be made now.</summary>
    public static TimeSpan Wait(Tries tries, DateTimeOffset now)
    {
        if (tries.Address >= AddressLimit || (tries.Account >= AccountLimit && !tries.Known))
            return Window;
        if (tries.Pair < FreeTries || tries.LastPair is not { } last)
            return TimeSpan.Zero;
        var pause = TimeSpan.FromSeconds(Math.Min(Window.TotalSeconds, 15 * Math.Pow(2, tries.Pair - FreeTries)));
        return last + pause > now ? last + pause - now : TimeSpan.Zero;
    }
}
