import { button, h } from './dom.js';

export function actions(...buttons) {
  return h('div', { class: 'actions' }, buttons);
}

export function back(words, act) {
  return button('back', words.back, () => act('back'), { class: 'secondary' });
}

export function busy(text) {
  return h(
    'div',
    { class: 'busy' },
    h('span', { class: 'wheel', 'aria-hidden': 'true' }),
    h('p', { class: 'lead' }, text),
  );
}

export function choice(key, name, title, hint, onclick) {
  return h(
    'button',
    { type: 'button', class: 'choice', 'data-key': key, onclick },
    h('span', { class: 'choice-title' }, title),
    h('span', { class: 'choice-name' }, name),
    h('span', { class: 'choice-hint' }, hint),
  );
}

export function keypad(view, words, act) {
  const digit = (text) =>
    button(`digit-${text}`, text, () => act('digit', { digit: text }), { class: 'key' });
  return h(
    'div',
    { class: 'keypad', role: 'group', 'aria-label': words.keypad },
    ['1', '2', '3', '4', '5', '6', '7', '8', '9'].map(digit),
    button('erase', words.erase, () => act('erase'), { class: 'key key-word' }),
    digit('0'),
    button('enter', words.enter, () => act('enter'), {
      class: 'key key-word key-enter',
      'aria-disabled': view.digits === 4 ? 'false' : 'true',
    }),
  );
}

export function people(words, draft) {
  const radio = (value) =>
    h(
      'label',
      { class: 'tick' },
      h('input', {
        type: 'radio',
        name: 'people',
        'data-key': value,
        checked: draft.people === value,
        onchange: () => {
          draft.people = value;
        },
      }),
      h('span', {}, words[value]),
    );
  return h('fieldset', {}, h('legend', {}, words.people), radio('household'), radio('self'));
}

const ITEMS = ['relationships', 'domicile', 'individualNumber'];

export function items(choices, words, draft) {
  const offered = ITEMS.filter((item) => choices[item] === true);
  if (offered.length === 0) return undefined;
  const box = (item) =>
    h(
      'label',
      { class: 'tick' },
      h('input', {
        type: 'checkbox',
        'data-key': item,
        checked: draft[item],
        onchange: (event) => {
          draft[item] = event.target.checked;
        },
      }),
      h('span', {}, words[item]),
    );
  return h('fieldset', {}, h('legend', {}, words.items), offered.map(box));
}

export function summary(view, words) {
  const offer = view.offers.find(({ type }) => type === view.type);
  const { choices = {}, feeYen = 0 } = offer ?? {};
  const { options } = view;
  const rows = [
    [words.wanted, words.certificates[view.type]],
    [words.place, view.home.name],
    choices.householdSize > 1 && [words.people, words[options.people] ?? words.household],
    ...ITEMS.map(
      (item) => choices[item] && [words[item], options[item] ? words.written : words.unwritten],
    ),
    [words.copies, words.oneCopy],
    [words.fee, words.yen(feeYen)],
  ].filter(Boolean);
  return h(
    'dl',
    { class: 'summary' },
    rows.flatMap(([name, value]) => [h('dt', {}, name), h('dd', {}, value)]),
  );
}
