/** True when the form holds data-when="field", "field=a|b" or "field!=a". */
export function holds(form, condition) {
  const [, name, not, wanted] = condition.match(/^([^!=]+)(?:(!?)=(.*))?$/);
  const values = new FormData(form).getAll(name.trim()).map(v => typeof v === 'string' ? v : v.name);
  if (wanted === undefined) return values.some(v => v && v !== 'false');
  return wanted.split('|').some(w => values.includes(w)) !== (not === '!');
}

function conditions(form) {
  for (const part of form.querySelectorAll('[data-when]')) {
    const shown = holds(form, part.dataset.when);
    part.hidden = !shown;
    for (const input of part.querySelectorAll('input,select,textarea')) input.disabled = !shown;
  }
}

/** Makes the forms below an element work: at first, and again where a part of the page was put in anew. */
export function enhance(root) {
  for (const form of root.querySelectorAll('form:has([data-when])')) {
    form.addEventListener('input', () => conditions(form));
    conditions(form);
  }
  for (const picker of root.querySelectorAll('input[type=date][data-picks]')) pick(picker);
  // What only a script can do appears only with one.
  for (const at of root.querySelectorAll('[data-script]')) at.hidden = false;
}

// One press, one act. The button stays as it is, so that its name and value are sent.
const sent = new WeakSet();
addEventListener('submit', event => {
  const form = event.target;
  // The modeler holds a form back until it has written its drawing into it, and sends it again.
  if (form.method !== 'post' || event.defaultPrevented) return;
  if (sent.has(form)) return event.preventDefault();
  sent.add(form);
  for (const button of form.querySelectorAll('button:not([type=button])')) button.setAttribute('aria-busy', 'true');
  const files = [...form.querySelectorAll('input[type=file][data-upload]')];
  if (files.some(input => input.files.length)) upload(event, form);
});
// Coming back by the browser's history, the form is fresh again.
addEventListener('pageshow', event => { if (event.persisted) location.reload(); });

function upload(event, form) {
  event.preventDefault();
  const bar = form.querySelector('[data-progress]');
  const words = bar?.querySelector('[role=status]');
  const progress = bar?.querySelector('progress');
  const body = new FormData(form, event.submitter);
  const request = new XMLHttpRequest();
  if (bar) bar.hidden = false;
  let told = -1;
  request.upload.addEventListener('progress', e => {
    if (!e.lengthComputable || !progress) return;
    const percent = Math.floor(100 * e.loaded / e.total);
    progress.value = percent;
    const step = Math.floor(percent / 10);
    if (step !== told) words.textContent = bar.dataset.progress.replace('{0}', (told = step) * 10);
  });
  request.addEventListener('load', () => {
    // A redirect was followed: go there. The form again: show it as the server made it.
    if (request.responseURL && request.responseURL !== form.action && request.status < 400) return location.assign(request.responseURL);
    const page = new DOMParser().parseFromString(request.responseText, 'text/html');
    const main = page.querySelector('main');
    if (!main) return form.submit();
    document.querySelector('main').replaceWith(main);
    document.title = page.title;
    enhance(main);
    scrollTo(0, 0);
    (main.querySelector('.x-errors') ?? main).focus();
  });
  request.addEventListener('error', () => {
    sent.delete(form);
    for (const button of form.querySelectorAll('[aria-busy]')) button.removeAttribute('aria-busy');
    if (words) words.textContent = bar.dataset.failed;
  });
  request.open('post', event.submitter?.getAttribute('formaction') ?? form.action);
  request.setRequestHeader('accept', 'text/html');
  request.send(body);
}

// What was typed counts: a date picked in the browser's own calendar lands in the text field as dd/MM/yyyy.
function pick(picker) {
  const field = document.getElementById(picker.dataset.picks);
  const button = picker.previousElementSibling;
  if (!field || !picker.showPicker) return button.remove();
  button.addEventListener('click', () => {
    const [, d, m, y] = field.value.match(/^(\d\d?)\/(\d\d?)\/(\d{4})$/) ?? [];
    if (y) picker.value = `${y}-${m.padStart(2, '0')}-${d.padStart(2, '0')}`;
    picker.showPicker();
  });
  picker.addEventListener('change', () => {
    if (picker.value) field.value = picker.value.split('-').reverse().join('/');
    field.dispatchEvent(new Event('input', { bubbles: true }));
    field.focus();
  });
}

enhance(document);
