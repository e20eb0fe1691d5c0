// A BPMN drawing beside the table that says the same. data-src: the file; data-marks: {"element": "here" | "was" | "stuck" | "heat-1".."heat-5"}.
import Viewer from 'bpmn-js/lib/NavigatedViewer';

for (const place of document.querySelectorAll('[data-diagram]')) {
  const viewer = new Viewer({ container: place });
  try {
    const answer = await fetch(place.dataset.src);
    if (!answer.ok) throw new Error(`${answer.status}`);
    await viewer.importXML(await answer.text());
    const canvas = viewer.get('canvas');
    canvas.zoom('fit-viewport', 'auto');
    const known = viewer.get('elementRegistry');
    for (const [element, mark] of Object.entries(JSON.parse(place.dataset.marks || '{}')))
      if (known.get(element)) canvas.addMarker(element, `x-${mark}`);
  } catch (error) {
    // The table below says all; an empty frame would only puzzle.
    place.hidden = true;
    console.warn('the diagram cannot be shown', error);
  }
}
