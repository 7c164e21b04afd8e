/** Makes an element: h('button', { class: 'key', onclick }, 'text'). What is undefined is left out. */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...present(children));
  return element;
}

/** Children out of any lists, without those that are left out. */
function present(children) {
  const all = children.flat(Number.POSITIVE_INFINITY);
  return all.filter((child) => child !== undefined && child !== false);
}

/** An element of the page by its id. */
export function byId(id) {
  return document.getElementById(id);
}

/**
 * Puts new content into an element. Whoever had the focus in it has it again, as long as there
 * still is a control of the same key.
 */
export function fill(element, ...children) {
  const { activeElement } = document;
  const key = element.contains(activeElement) ? activeElement.dataset.key : undefined;
  const { scrollTop } = element;
  element.replaceChildren(...present(children));
  element.scrollTop = scrollTop;
  if (key === undefined) return;
  element.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
}

/** A control for a finger. */
export function button(key, label, onclick, more = {}) {
  return h('button', { type: 'button', 'data-key': key, onclick, ...more }, label);
}
