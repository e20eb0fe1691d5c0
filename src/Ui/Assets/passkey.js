// Passkeys: asks the authenticator what the form's options say, and posts its answer with the form. Beside each form
// stands a way without; a browser that knows no passkeys never shows it.
const known = globalThis.PublicKeyCredential?.parseRequestOptionsFromJSON;

for (const form of known ? document.querySelectorAll('form[data-passkey]') : []) {
  form.hidden = false;
  form.dataset.ready = '';
  form.addEventListener('submit', async event => {
    event.preventDefault();
    const options = JSON.parse(form.dataset.options);
    const say = form.querySelector('[role=status]');
    try {
      const credential = form.dataset.passkey === 'create'
        ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
        : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
      form.elements.credential.value = JSON.stringify(credential);
      form.submit();
    } catch (error) {
      // The person stopped, or there is no passkey here: the page goes on as it was.
      say.classList.remove('x-hidden');
      say.textContent = say.dataset.failed;
      form.querySelector('button').removeAttribute('aria-busy');
    }
  });
}
