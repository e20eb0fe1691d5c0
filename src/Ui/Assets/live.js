// data-live="dossier.submitted,dossier.accepted": when one of these happens the region is read again from its own page.
const regions = [...document.querySelectorAll('[data-live]')];

async function refresh() {
  const answer = await fetch(location.href, { headers: { accept: 'text/html' } });
  if (!answer.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  for (const region of regions) {
    const fresh = region.id && page.getElementById(region.id);
    // Never under the hand of somebody who types in it.
    if (fresh && !region.contains(document.activeElement) && fresh.innerHTML !== region.innerHTML)
      region.innerHTML = fresh.innerHTML;
  }
}

if (regions.length && 'EventSource' in window) {
  const names = [...new Set(regions.flatMap(r => r.dataset.live.split(',').map(n => n.trim())))];
  let waiting;
  const soon = () => { clearTimeout(waiting); waiting = setTimeout(refresh, 300); };
  const source = new EventSource(`/su-kien?names=${encodeURIComponent(names.join(','))}`);
  for (const name of names) source.addEventListener(name, soon);
  addEventListener('pagehide', () => source.close());
}
