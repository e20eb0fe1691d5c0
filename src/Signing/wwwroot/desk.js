// Hands the file to the desktop service of a token and follows what becomes of it. Short time-outs lost answers of
// people who were still typing their PIN, so there is none shorter than the ticket's ten minutes.
const desk = document.getElementById('desk');
const words = desk.querySelector('[role=status]');
const ended = Date.now() + 10 * 60 * 1000;

const socket = new WebSocket(desk.dataset.service);
socket.addEventListener('open', () => socket.send(JSON.stringify({
  FileUploadHandler: desk.dataset.file,
  SessionId: '',
  JWTToken: desk.dataset.secret,
  FileName: desk.dataset.file,
  DocNumber: desk.dataset.number ?? '',
  IssuedDate: new Date().toISOString(),
})));
socket.addEventListener('message', event => {
  // Whatever it says, the server's word counts: it has seen the file.
  try {
    const said = JSON.parse(event.data);
    if (said.Message) words.textContent = said.Message;
  } catch { /* no JSON, no news */ }
  follow();
});
socket.addEventListener('error', () => { words.textContent = desk.dataset.unreachable; });

let timer = setInterval(follow, 3000);
async function follow() {
  if (Date.now() > ended) return clearInterval(timer);
  const answer = await fetch(desk.dataset.state, { headers: { accept: 'application/json' } });
  if (!answer.ok) return;
  const { state, text } = await answer.json();
  if (state === 'done') location.assign(desk.dataset.back);
  if (state === 'failed' || state === 'ended') {
    words.textContent = text;
    clearInterval(timer);
  }
}
