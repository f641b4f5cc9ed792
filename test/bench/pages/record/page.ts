/** The page only starts the lab's side and posts its result. */
const lab = new Worker(new URL('./lab.ts', import.meta.url), { type: 'module' });
lab.addEventListener('message', (event: MessageEvent) => {
  void fetch('./result', { method: 'POST', body: JSON.stringify(event.data) });
});
lab.addEventListener('error', (event) => {
  void fetch('./result', { method: 'POST', body: JSON.stringify({ error: event.message }) });
});
