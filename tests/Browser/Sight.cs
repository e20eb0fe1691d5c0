using System.Collections.Concurrent;
using System.Text.Json;
using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace Sen.Tests.Browser;

/// <summary>
/// Looks at a page as no single person does: axe with WCAG 2.2 AA and its best practices at desktop and at 320 px, no
/// sideways scrolling there, direction, no key in place of a text, no language without its mark.
/// </summary>
internal static class Sight
{
    public const int Desktop = 1280, Narrow = 320;

    private static readonly string Axe = new BundledAxeScriptProvider().GetScript() + ";undefined";

    // Deque's own runner opens a second page for each look, which takes five times as long.
    private const string Run = """
        async () => (await axe.run(document, {
          runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations'],
        })).violations.flatMap(v => v.nodes.map(n => [`axe ${v.id} (${v.help})`, `${n.target} ${n.html}`]))
        """;

    // Text that stands on the screen; {Keys} are our modules.
    private const string Words = """
        ([language]) => {
          const found = [];
          const key = /(?<![\w.@-])(ui|data|files|directory|identity|flows|signing|procedures|indicators|operations|portal|problem|notice|permission|role)\.[a-z][a-z0-9-]*(\.[a-z0-9-]+)*/;
          // Names are not language (WCAG 3.1.2): numbers of official documents (163/QĐ-BTP), and what a message quotes.
          const number = /\d+\/(\d{4}\/)?[A-ZĐ\d-]+|«[^»]*»/g;
          const vietnamese = /[ăđơưĂĐƠƯ\u1ea0-\u1ef9]/;
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          for (let node; node = walker.nextNode();) {
            const at = node.parentElement, text = node.data.trim();
            if (!text || at.closest('script,style,textarea')) continue;
            if (key.test(text) && at.checkVisibility()) found.push(['untranslated key', text]);
            if (language !== 'vi' && vietnamese.test(text.replace(number, '')) && at.closest('[lang]').lang !== 'vi')
              found.push(['Vietnamese words without lang=vi', `<${at.localName} class="${at.className}"> ${text}`]);
          }
          return found;
        }
        """;

    // Tokens, ids and counts differ from visit to visit, and what a field holds changes nothing that is looked for.
    private const string Essence = """
        () => document.documentElement.outerHTML.replace(/ value="[^"]*"/g, '').replace(/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}|\d+/g, '0')
        """;

    private static readonly ConcurrentDictionary<string, bool> Seen = new();

    /// <summary>Notes everything that is wrong with the page as it stands; one that was looked at before, the same but for its numbers, is not looked at again.</summary>
    public static async Task Look(IPage page, string name, string language, Findings findings)
    {
        if (!Seen.TryAdd(await page.EvaluateAsync<string>(Essence), true))
        {
            findings.Looked();
            return;
        }
        foreach (var width in new[] { Desktop, Narrow })
        {
            await page.SetViewportSizeAsync(width, 900);
            findings.Looked();
            if (!await page.EvaluateAsync<bool>("() => 'axe' in window"))
                await page.EvaluateAsync(Axe);
            foreach (var violation in await page.EvaluateAsync<string[][]>(Run))
                findings.Add($"{name} at {width}", violation[0], Short(violation[1]));
            var wide = await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth");
            if (wide > width)
                findings.Add($"{name} at {width}", "scrolls sideways", $"{wide} px");
        }
        await page.SetViewportSizeAsync(Desktop, 900);
        var root = await page.EvaluateAsync<string[]>("() => [document.documentElement.lang, document.documentElement.dir, document.title]");
        if (root[0] != language || root[1] != (language == "ar" ? "rtl" : "ltr"))
            findings.Add(name, "wrong language or direction", $"lang={root[0]} dir={root[1]}");
        foreach (var found in await page.EvaluateAsync<string[][]>(Words, new[] { language }))
            findings.Add(name, found[0], Short(found[1]));
    }

    private static string Short(string text) => JsonEncodedText.Encode(text.Length > 160 ? text[..160] + "…" : text, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString();
}
