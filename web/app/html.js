// How components are written here: `html` makes elements of a template, `memo` draws anew only what has changed.

import { Component, h } from "../vendor/preact.mjs";
import htm from "../vendor/htm.js";

export const html = htm.bind(h);

function differ(one, other) {
  const names = Object.keys(one);
  return names.length !== Object.keys(other).length || names.some((name) => one[name] !== other[name]);
}

export function memo(view) {
  return class extends Component {
    shouldComponentUpdate(next) {
      return differ(this.props, next);
    }
    render(props) {
      return view(props);
    }
  };
}

export function classes(...names) {
  return names.filter(Boolean).join(" ");
}
