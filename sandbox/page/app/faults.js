// The faults that the panel can switch on, and the rules of the local Telegram they stand for.

import { get, post } from "./api.js";

export const FAULTS = {
  slow: { fault: "slow", seconds: 2 },
  flood: { fault: "flood", retry_after: 2 },
  broken: { fault: "server_error" },
  offline: { fault: "drop_before" },
};

export async function readFaults() {
  const { faults } = await get("/sandbox/faults");
  const on = {};
  for (const [name, { fault }] of Object.entries(FAULTS)) {
    const rules = faults.filter((rule) => rule.fault === fault && !rule.is_spent);
    if (rules.length) on[name] = { ids: rules.map((rule) => rule.id), hit: rules.reduce((n, r) => n + r.hit, 0) };
  }
  return on;
}

export async function switchFault(name, on) {
  if (!on) return post("/sandbox/faults", FAULTS[name]);
  for (const id of on.ids) await post("/sandbox/faults/clear", { id });
}

export const clearFaults = () => post("/sandbox/faults/clear", {});
