using Microsoft.AspNetCore.Http;
using Sen.Kernel;

namespace Sen.Ui;

/// <summary>What every page knows of its visitor: who acts, and in which language they read.</summary>
public static class Visitor
{
    private static readonly object ActorKey = new();
    private static readonly object LanguageKey = new();

    /// <summary>Who acts; <see cref="Actor.Anonymous"/> when nobody is signed in.</summary>
    public static Actor Actor(this HttpContext http) => http.Items[ActorKey] as Actor ?? Kernel.Actor.Anonymous;

    /// <summary>Set once a request, by the sign-in.</summary>
    public static void SetActor(this HttpContext http, Actor actor) => http.Items[ActorKey] = actor;

    /// <summary>vi, en or ar: the first segment of the path, Vietnamese without one.</summary>
    public static string Language(this HttpContext http) => http.Items[LanguageKey] as string ?? "vi";

    internal static void SetLanguage(this HttpContext http, string language) => http.Items[LanguageKey] = language;
}
