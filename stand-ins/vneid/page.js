import { languages, textsIn } from './text.js';

/** The sign-in page: a plain form that works without script. */
export function page({ uid, language, citizens, problem }) {
  const t = textsIn(language);
  return `<!doctype html>
<html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${problem ? `${t.problem}: ` : ''}${t.title}</title>
<link rel="stylesheet" href="/style.css">
<link rel="icon" href="data:,">
</head>
<body>
<header>
${languages.map(([code]) => `<p lang="${code}" dir="${code === 'ar' ? 'rtl' : 'ltr'}">${textsIn(code).title}</p>`).join('\n')}
</header>
<main>
<nav aria-label="${t.languages}">
${languages.map(([code, name]) => code === language
    ? `<span lang="${code}" aria-current="true">${name}</span>`
    : `<a lang="${code}" hreflang="${code}" href="?lang=${code}">${name}</a>`).join('\n')}
</nav>
<h1>${t.title}</h1>
<p>${t.lead}</p>
${problem ? `<div class="problem" role="alert"><h2>${t.problem}</h2><p><a href="#${problem === 'noCitizen' ? 'citizen' : 'level'}">${t[problem]}</a></p></div>` : ''}
<form method="post" action="/interaction/${uid}/choose">
<input type="hidden" name="lang" value="${language}">
<fieldset id="citizen" tabindex="-1">
<legend>${t.who}</legend>
${citizens.map((c) => choice('citizen', c.id, `<strong lang="vi">${escape(c.name)}</strong>
<small>${t.personalId}: <bdi>${escape(c.personalId)}</bdi>, ${t.upTo}: ${c.level}</small>`)).join('\n')}
</fieldset>
<fieldset id="level" tabindex="-1" aria-describedby="law">
<legend>${t.level}</legend>
<p id="law">${t.law}</p>
${t.levels.map((words, i) => choice('level', String(i + 1), words, i === 1)).join('\n')}
</fieldset>
<div class="acts">
<button type="submit">${t.enter}</button>
<button type="submit" class="quiet" formaction="/interaction/${uid}/cancel" formnovalidate>${t.cancel}</button>
</div>
</form>
</main>
</body>
</html>
`;
}

const choice = (name, value, words, checked) =>
  `<label><input type="radio" name="${name}" value="${escape(value)}"${checked ? ' checked' : ''}><span>${words}</span></label>`;

const escape = (text) => String(text).replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
