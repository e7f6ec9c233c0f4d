// What an event does to a chat: plain values in, plain values out.

export const NO_CHAT = {
  isLoaded: false,
  isLoading: false,
  messages: [],
  keys: null,
  state: "never",
  unread: 0,
  presses: {}, // by message and data, the press that waits for its answer
  late: [], // events that came while the chat was being read
};

export function readChat(chat, shown) {
  const loaded = {
    ...chat,
    isLoaded: true,
    isLoading: false,
    late: [],
    messages: shown.messages,
    keys: shown.keys,
    state: shown.state,
  };
  return chat.late.filter((event) => event.seq > shown.last).reduce(applyEvent, loaded);
}

export function applyEvent(chat, event) {
  switch (event.kind) {
    case "message":
      return { ...chat, state: "open", messages: [...chat.messages, event.message] };
    case "edit":
      return change(chat, event.message.message_id, () => event.message);
    case "delete":
      return { ...chat, messages: chat.messages.filter((m) => m.message_id !== event.message_id) };
    case "reaction":
      return change(chat, event.message_id, (m) => ({ ...m, reactions: event.reactions }));
    case "keyboard":
      return { ...chat, keys: event.keys };
    case "block":
      return { ...chat, state: "blocked" };
    case "unblock":
      return { ...chat, state: "open" };
    case "press":
      return { ...chat, presses: { ...chat.presses, [nameOfPress(event)]: event.callback_query_id } };
    case "answer":
      return { ...chat, presses: without(chat.presses, event.callback_query_id) };
  }
  return chat;
}

export function nameOfPress({ message_id, data }) {
  return `${message_id} ${data}`;
}

function without(presses, query) {
  return Object.fromEntries(Object.entries(presses).filter(([, waiting]) => waiting !== query));
}

function change(chat, messageId, make) {
  const messages = chat.messages.map((m) => (m.message_id === messageId ? make(m) : m));
  return { ...chat, messages };
}

// Parts of an album, which follow each other, as one item; everything else alone. What has not changed is the same
// array as before, so that nobody draws it anew.
export function groupAlbums(messages) {
  const items = [];
  for (const message of messages) {
    const last = items[items.length - 1];
    const album = message.media_group_id;
    if (album && last && last[0].media_group_id === album && last[0].from === message.from) last.push(message);
    else items.push([message]);
  }
  return items.map(keep);
}

const kept = new WeakMap();

function keep(parts) {
  const before = kept.get(parts[0]);
  if (before && before.length === parts.length && before.every((part, n) => part === parts[n])) return before;
  kept.set(parts[0], parts);
  return parts;
}

export function askedReply(messages) {
  const last = messages[messages.length - 1];
  return last && last.from === "bot" && last.asks_reply !== undefined ? last : null;
}
