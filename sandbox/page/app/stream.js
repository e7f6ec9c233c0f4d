// Events as they come, a few milliseconds' worth at once: thirty clients who write together are drawn once.

const PAUSE = 16; // milliseconds

export function follow(after, { onEvents, onReset, onState }) {
  const source = new EventSource(`/sandbox/stream?after=${after}`);
  let waiting = [];
  let timer = null;
  let run = null;

  function flush() {
    timer = null;
    const events = waiting;
    waiting = [];
    onEvents(events);
  }

  source.onmessage = (message) => {
    waiting.push(JSON.parse(message.data));
    timer ??= setTimeout(flush, PAUSE);
  };
  source.addEventListener("hello", (message) => {
    const now = JSON.parse(message.data).run;
    if (run !== null && run !== now) location.reload();
    run = now;
    onState("live");
  });
  source.addEventListener("reset", () => {
    waiting = [];
    onReset();
  });
  source.onerror = () => onState("lost");
}
