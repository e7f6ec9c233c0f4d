// A button that opens a list of acts over what is near; Escape, a click elsewhere or an act closes it.

import { useEffect, useRef, useState } from "../vendor/hooks.mjs";
import { classes, html } from "./html.js";
import { Icon } from "./icons.js";

export function Menu({ label, icon, isAbove, isLeft, children }) {
  const [isOpen, setOpen] = useState(false);
  const place = useRef();
  const button = useRef();

  useEffect(() => {
    if (!isOpen) return undefined;
    const onPointer = (event) => place.current.contains(event.target) || setOpen(false);
    document.addEventListener("pointerdown", onPointer);
    return () => document.removeEventListener("pointerdown", onPointer);
  }, [isOpen]);

  function onKeyDown(event) {
    if (event.key !== "Escape" || !isOpen) return;
    event.stopPropagation();
    leave();
  }

  function leave() {
    setOpen(false);
    button.current.focus();
  }

  function onLeave(event) {
    if (event.relatedTarget && !place.current.contains(event.relatedTarget)) setOpen(false);
  }

  return html`<div class="menu" ref=${place} onKeyDown=${onKeyDown} onFocusOut=${onLeave}>
    <button type="button" class="tool" ref=${button} aria-label=${label} title=${label} aria-expanded=${String(isOpen)}
      onClick=${() => setOpen(!isOpen)}><${Icon} name=${icon} /></button>
    ${isOpen &&
    html`<div class=${classes("menu-list", isAbove && "is-above", isLeft && "is-left")} onClick=${leave}>
      ${children}
    </div>`}
  </div>`;
}

export function MenuItem({ icon, label, onClick, isDanger }) {
  return html`<button type="button" class=${classes("menu-item", isDanger && "is-danger")} onClick=${onClick}>
    <${Icon} name=${icon} />${label}
  </button>`;
}
