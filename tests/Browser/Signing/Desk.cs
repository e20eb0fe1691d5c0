using Microsoft.Playwright;
using Sen.Identity;
using Sen.Tests.Browser.Procedures;

namespace Sen.Tests.Browser.Signing;

/// <summary>One member of the staff with papers to be signed.</summary>
internal sealed class Desk(Visitor me, DemoAccount account, FilePayload paper)
{
    private const string Committee = "H01.30307.UB", Leader = "demo-staff-lx-3";

    public Task SignIn() => new Official(me, account).SignIn();

    /// <returns>The address of the request, without language.</returns>
    public async Task<string> Ask(string title, bool seal)
    {
        await me.Go("/ky-so/moi?don-vi=" + Committee, "new request");
        if (seal)
        {
            await me.Press("signing.new.send");
            await me.Look("new request, empty");
        }
        await me.Fill("Name", title);
        await me.Page.Locator("input[type=file][name=Document]").SetInputFilesAsync(paper);
        await me.Page.Locator("[name='Steps[0].Staff']").SelectOptionAsync(Leader);
        if (!seal)
            await me.Page.Locator("input[name=Seal][type=checkbox]").UncheckAsync(new() { Force = true });
        await me.Press("signing.new.send");
        await me.Look("request, sent");
        await me.ShouldSee(title);
        return new Uri(me.Page.Url).AbsolutePath[me.Manner.Prefix.Length..];
    }

    public async Task Open(string request)
    {
        await me.Go("/ky-so", "requests of " + account.UserName);
        await me.Leave(() => me.Page.Locator($"main a[href='{me.Manner.Prefix}{request}']").First.ClickAsync());
        await me.Look("request, to sign");
    }

    public async Task StepUp()
    {
        await me.Press("signing.act.confirm-go");
        await me.Look("step-up");
        await me.Fill("Password", account.Password);
        await me.Press("identity.confirm.go");
        await me.Look("request, confirmed");
    }

    public async Task Sign(string kind, string act)
    {
        await me.Press(act);
        await me.Look($"request, {kind} without tick");
        await me.Tick("Confirmed");
        await me.Press(act);
        await me.Look($"request, {kind} signed");
    }

    public async Task TakeBack() => await Say("signing.takeback", "TakeBackReason", "Ký nhầm văn bản");

    public async Task Refuse(string request)
    {
        await Open(request);
        await Say("signing.refuse", "RefuseReason", "Sai thẩm quyền ký");
        await me.ShouldSeeKey("signing.state.Refused");
    }

    public async Task Recall(string request)
    {
        await me.Go(request, "request, to recall");
        await Say("signing.recall", "RecallReason", "Cần sửa nội dung");
        await me.ShouldSeeKey("signing.state.Recalled");
    }

    private async Task Say(string act, string field, string reason)
    {
        await me.Page.GetByText(me.T(act + ".title"), new() { Exact = true }).First.ClickAsync();
        await me.Press(act + ".act");
        await me.Look(act + ", without reason");
        await me.Fill(field, reason);
        await me.Press(act + ".act");
        await me.Look(act + ", done");
    }

    public async Task Batch(int atLeast)
    {
        await me.Go("/ky-so", "requests before the batch");
        await me.Press("signing.requests.sign-all");
        await me.Look("batch, what is signed");
        var count = await me.Page.Locator("input[name=Lines]").CountAsync();
        count.ShouldBeGreaterThanOrEqualTo(atLeast);
        await me.Press("signing.batch.act");
        await me.Look("batch, without tick");
        await me.Tick("Confirmed");
        await me.Press("signing.batch.act");
        await me.Await(me.Page.GetByText(me.T("signing.batch.sum", count, 0, 0)));
        await me.Look("batch, signed");
    }

    public async Task<byte[]> File(string request) => await (await me.Page.APIRequest.GetAsync(request + "/tep")).BodyAsync();
}
