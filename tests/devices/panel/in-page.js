// What tests ask of the panel’s page from within: it is put there beside axe-core.
window.inPage = {
  async objections() {
    const { violations } = await window.axe.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  },

  /** Controls of the kiosk that a finger can hardly hit: narrower or lower than 44 px. */
  smallTargets() {
    return htmlOf('#machine button, #machine label.tick', (control) => {
      const { width, height } = control.getBoundingClientRect();
      return width < 44 || height < 44;
    });
  },

  /** Controls that stick out of the kiosk’s screen, or whose words do not fit. */
  overflowing() {
    const display = document.querySelector('#display').getBoundingClientRect();
    return htmlOf('#display button, #slots button', (control) => {
      const { left, right } = control.getBoundingClientRect();
      const isOut = control.closest('#display') !== null && right > display.right + 1;
      return isOut || left < 0 || control.scrollWidth > control.clientWidth + 1;
    });
  },

  /** Controls in the upper half of the screen. */
  tooHigh() {
    const { top, height } = document.querySelector('#display').getBoundingClientRect();
    return htmlOf('#display button, #display label.tick', (control) => {
      return control.getBoundingClientRect().top < top + height / 2;
    });
  },

  focused: () => document.activeElement?.dataset.key,

  fontSizeOf: (selector) =>
    Number.parseFloat(getComputedStyle(document.querySelector(selector)).fontSize),

  textOf: (selector) => document.querySelector(selector)?.textContent ?? '',

  /** Fonts that are loaded, and whether all pictures are there. */
  async fonts() {
    await document.fonts.ready;
    return [...document.fonts].map(({ family, weight, status }) => `${family} ${weight} ${status}`);
  },

  hasPictures: () =>
    [...document.images].every(({ complete, naturalWidth }) => complete && naturalWidth > 500),
};

function htmlOf(selector, isWrong) {
  return [...document.querySelectorAll(selector)]
    .filter(isWrong)
    .map((control) => control.outerHTML);
}
