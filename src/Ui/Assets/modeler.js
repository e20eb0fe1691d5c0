// Edits the BPMN text of the form on a canvas; without script the text itself is edited.
import Modeler from 'bpmn-js/lib/Modeler';

const place = document.querySelector('[data-modeler]');
const text = document.querySelector('textarea[name=Xml]');
if (place && text) {
  place.hidden = false;
  // Our own attributes pass through: the moddle keeps what it does not know.
  const modeler = new Modeler({ container: place, keyboard: { bind: true } });
  try {
    await modeler.importXML(text.value);
    modeler.get('canvas').zoom('fit-viewport', 'auto');
    document.querySelector('[data-modeler-text]').open = false;
    let edited = false;
    modeler.on('commandStack.changed', () => { edited = true; });
    text.addEventListener('change', () => modeler.importXML(text.value));
    text.form.addEventListener('submit', async event => {
      if (!edited) return;
      event.preventDefault();
      const { submitter } = event;
      text.value = (await modeler.saveXML({ format: true })).xml;
      edited = false;
      // Not before this submission is over: a form that is being sent takes no second one.
      setTimeout(() => text.form.requestSubmit(submitter));
    });
  } catch (error) {
    place.hidden = true;
    console.warn('the diagram cannot be edited', error);
  }
}
