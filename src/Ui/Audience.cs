namespace Sen.Ui;

/// <summary>For whom a page or endpoint is.</summary>
public enum Audience
{
    /// <summary>Everybody; no cookie is set and the page can be cached.</summary>
    Everyone,
    /// <summary>Whoever is signed in.</summary>
    SignedIn,
    /// <summary>Citizens signed in with VNeID.</summary>
    Citizen,
    /// <summary>Staff, with a permission held at some unit; the handler checks the unit.</summary>
    Staff,
    /// <summary>Registered systems, with a scope; people use pages.</summary>
    Machine,
}

/// <summary>
/// States for whom a page or endpoint is. Every one carries it (a test holds that); without sign-in the visitor is sent
/// to it, without the permission the 403 page explains which role would allow it.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class OpenToAttribute(Audience audience, string? permission = null) : Attribute
{
    /// <summary>For whom.</summary>
    public Audience Audience => audience;

    /// <summary>Permission that staff need at some unit, or null when being staff is enough; the scope of a system.</summary>
    public string? Permission => permission;
}
