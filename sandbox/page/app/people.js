// Who somebody is: name, role, and whose chats are to be seen.

const ROLES = ["client", "operator", "admin"];

export function fullName(person) {
  return [person.first_name, person.last_name].filter(Boolean).join(" ");
}

// Without a demo nobody knows roles; with one, whoever it does not name is a client.
export function roleOf(office, personId) {
  if (!office) return null;
  if (office.operators.some((operator) => operator.person === personId)) return "operator";
  const part = office.cast.find((member) => member.person === personId);
  return part ? part.role : "client";
}

export function firstColumns(people, office) {
  const ids = Object.keys(people).map(Number);
  if (!office) return [0, 1, 2].map((place) => ({ person: ids[place] ?? null, role: null }));
  return ROLES.map((role) => ({ role, person: ids.find((id) => roleOf(office, id) === role) ?? null }));
}

export function listRole(people, office, role) {
  const all = Object.values(people).filter((person) => !person.is_deactivated);
  return role ? all.filter((person) => roleOf(office, person.id) === role) : all;
}

// The places of the columns that are to be seen, as one word that is easy to compare.
export function columnsSeen({ layout, active, partner }) {
  if (layout === 3) return "012";
  return layout === 2 ? `0${partner}` : String(active);
}

export function isVisible(state, place) {
  return columnsSeen(state).includes(place);
}

export function isSeen(state, personId) {
  return state.columns.some((column, place) => column.person === personId && isVisible(state, place));
}
