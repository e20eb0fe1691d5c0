using Microsoft.Playwright;
using Sen.Identity;

namespace Sen.Tests.Browser.Procedures;

/// <summary>The people of the ward, each with their own account: who accepts, who drafts, who signs, who seals.</summary>
internal sealed class Official(Visitor me, DemoAccount account)
{
    public async Task SignIn()
    {
        await me.Go("/dang-nhap/can-bo", "staff sign-in");
        await me.Fill("UserName", account.UserName);
        await me.Fill("Password", account.Password);
        await me.Press("identity.staff-sign-in.go");
        await me.Go("/can-bo", "staff home of " + account.UserName);
        await me.ShouldSee(account.Name);
    }

    /// <summary>Takes the dossier in with the fee by transfer: receipt, due time, status 2.</summary>
    /// <returns>The receipt, form 01.</returns>
    public async Task<byte[]> Accept(string number)
    {
        await me.Go("/mot-cua", "desk");
        await me.Picture("desk");
        await me.Leave(() => me.Page.GetByRole(AriaRole.Link, new() { Name = number, Exact = true }).ClickAsync());
        await me.Look("desk, dossier");
        await me.Picture("desk-dossier");
        await me.Choose("FeeHow", "transfer");
        await me.Press("procedures.accept.act");
        await me.ShouldSeeKey("procedures.status.2");
        (await me.Page.Locator("main").InnerTextAsync()).ShouldNotContain(me.T("procedures.due-after-accept"), Case.Sensitive, "the due time is set");
        var receipt = me.Page.GetByRole(AriaRole.Link, new() { Name = me.T("procedures.receipt.download") });
        await me.Await(receipt);
        await me.Look("desk, dossier accepted");
        return await me.Download(receipt);
    }

    /// <summary>Opens the step of the dossier from the person's own list.</summary>
    private async Task Open(string number, string name)
    {
        await me.Go("/viec", "worklist of " + account.UserName);
        await me.Picture("worklist-" + account.UserName.Split('.')[0]);
        await me.Leave(() => me.Page.Locator("main tr").Filter(new() { HasText = number }).GetByRole(AriaRole.Link).First.ClickAsync());
        await me.Look(name);
    }

    public async Task<Official> Draft(string number)
    {
        await Open(number, "draft");
        (await me.Page.Locator("[name=fullName]").InputValueAsync()).ShouldBe("Nguyễn Thị Mẫu Đơn");
        await me.Choose("sex", "Nữ");
        await me.Fill("ethnicity", "Kinh");
        await me.Fill("nationality", "Việt Nam");
        await me.Fill("bornAt", "Phường Mỹ Long, thành phố Long Xuyên, tỉnh An Giang");
        await me.Fill("bookOn", "20/03/1990");
        await me.Picture("draft");
        await me.Press("procedures.settle.save");
        await me.Await(me.Page.GetByText(me.T("procedures.settle.printed")));
        await me.Look("draft, printed");
        await me.Picture("draft-printed");
        await me.Press("procedures.settle.submit");
        await me.Look("worklist, empty again");
        return this;
    }

    public async Task<Official> Sign(string number)
    {
        await Open(number, "step-up before sign");
        await ProveAnew("sign");
        await me.Picture("sign");
        return await Confirm("procedures.settle.sign.act");
    }

    public async Task<Official> Seal(string number)
    {
        await Open(number, "step-up before seal");
        await ProveAnew("seal");
        await me.Picture("seal");
        return await Confirm("procedures.settle.seal.act");
    }

    /// <summary>Signing asks for a fresh proof; an account of the demonstration without a second factor gives its password.</summary>
    private async Task ProveAnew(string name)
    {
        await me.Fill("Password", account.Password);
        await me.Press("identity.confirm.go");
        await me.Look(name);
    }

    private async Task<Official> Confirm(string act)
    {
        await me.Tick("Confirmed");
        await me.Press(act);
        new Uri(me.Page.Url).AbsolutePath.ShouldBe(me.Manner.Prefix + "/viec");
        return this;
    }
}
