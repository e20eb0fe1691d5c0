// Copy buttons, dialogs, confirmations of a leave, printing.
const say = document.querySelector('[data-say]');

document.addEventListener('click', async event => {
  const at = event.target instanceof Element ? event.target.closest('[data-copy],[data-open],[data-close],[data-print]') : null;
  if (!at) return;
  if (at.dataset.open) {
    const dialog = document.getElementById(at.dataset.open);
    if (!dialog?.showModal) return;
    event.preventDefault();
    dialog.showModal();
  } else if ('close' in at.dataset) {
    event.preventDefault();
    at.closest('dialog')?.close();
  } else if ('print' in at.dataset) {
    event.preventDefault();
    print();
  } else {
    event.preventDefault();
    await navigator.clipboard.writeText(at.dataset.copy);
    if (say) say.textContent = say.dataset.say;
    at.classList.add('x-copied');
  }
});
document.querySelector('.x-errors')?.focus();
