using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Options;
using Sen.Kernel;

namespace Sen.Ui;

/// <summary>
/// Compresses the pages of those who are not signed in. A compressed page that holds both a secret and something an
/// attacker chose leaks the secret by its length (BREACH, CVE-2013-3587); pages of somebody signed in stay plain.
/// </summary>
internal sealed class PublicCompression(IServiceProvider services, IOptions<ResponseCompressionOptions> options)
    : ResponseCompressionProvider(services, options)
{
    public override bool ShouldCompressResponse(HttpContext context) =>
        context.Actor().Kind == ActorKind.Anonymous && base.ShouldCompressResponse(context);
}
