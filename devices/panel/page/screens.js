import { button, h } from './dom.js';
import { actions, back, busy, choice, items, keypad, people, summary } from './parts.js';

/**
 * What is in the middle of the screen at each stage. Each of these is given the view, the words of
 * the language in use, and `act`, and answers elements.
 */
export const SCREENS = {
  idle: ({ words, act }) => [
    h(
      'button',
      { type: 'button', class: 'start', 'data-key': 'start', onclick: () => act('start') },
      h('span', { class: 'start-word' }, words.start),
      h('span', { class: 'start-hint' }, words.startHint),
    ),
    h('p', { class: 'quiet' }, words.hours),
  ],

  menu: ({ words, act }) => [
    h(
      'ul',
      { class: 'terms' },
      words.terms.map((term) => h('li', {}, term)),
    ),
    actions(button('agree', words.agree, () => act('agree'), { class: 'primary' })),
  ],

  'card-set': ({ view, words }) =>
    view.actions.includes('insert-card')
      ? [
          h('div', { class: 'picture picture-card', 'aria-hidden': 'true' }, h('i'), h('b')),
          h('p', { class: 'lead' }, words.setCard),
          h('p', { class: 'quiet' }, words.cardStays),
        ]
      : [busy(words.reading), h('p', { class: 'quiet' }, words.cardStays)],

  municipality: ({ view, words, act }) => {
    const choose = (municipality) => () => act('municipality', { municipality });
    const away = view.elsewhere ?? '13101';
    return [
      h(
        'div',
        { class: 'choices two' },
        choice('home', view.home.name, words.home, words.homeHint, choose(view.home.code)),
        choice('away', words.otherPlace, words.elsewhere, words.elsewhereHint, choose(away)),
      ),
    ];
  },

  pin: ({ view, words, act }) => [
    h(
      'div',
      { class: 'pin' },
      h(
        'div',
        { class: 'pin-shown' },
        h(
          'p',
          { class: 'digits', role: 'img', 'aria-label': words.pinDigits(view.digits) },
          [0, 1, 2, 3].map((at) =>
            h('span', { class: at < view.digits ? 'full' : '' }, at < view.digits ? '●' : ''),
          ),
        ),
        view.triesLeft !== undefined && h('p', { class: 'tries' }, words.triesLeft(view.triesLeft)),
      ),
      keypad(view, words, act),
    ),
  ],

  authenticate: ({ words }) => [busy(words.checking)],

  select: ({ view, words, act }) => [
    h(
      'div',
      { class: 'choices offers' },
      view.offers.map(({ type, feeYen }) =>
        h(
          'button',
          {
            type: 'button',
            class: 'choice',
            'data-key': type,
            onclick: () => act('select', { type }),
          },
          h('span', { class: 'choice-name' }, words.certificates[type]),
          h('span', { class: 'choice-hint' }, words.notes[type]),
          h('span', { class: 'choice-fee' }, words.yen(feeYen)),
        ),
      ),
      view.withheld.map(({ type, words: why }) =>
        h(
          'div',
          { class: 'choice withheld' },
          h('span', { class: 'choice-name' }, words.certificates[type]),
          h('span', { class: 'choice-hint' }, why?.[words.code] ?? words.notOffered),
        ),
      ),
    ),
  ],

  options: ({ view, words, act, draft }) => {
    const choices = view.offers.find(({ type }) => type === view.type)?.choices ?? {};
    const next = () => act('options', { options: { ...draft } });
    return [
      h(
        'div',
        { class: 'options' },
        choices.householdSize > 1 && people(words, draft),
        items(choices, words, draft),
        choices.householdSize === undefined &&
          h('p', { class: 'lead' }, words.certificates[view.type], h('br'), words.noChoice),
      ),
      actions(back(words, act), button('next', words.next, next, { class: 'primary' })),
    ];
  },

  confirm: ({ view, words, act }) => [
    summary(view, words),
    actions(
      back(words, act),
      button('confirm', words.confirm, () => act('confirm'), { class: 'primary' }),
    ),
  ],

  issue: ({ words }) => [busy(words.making)],

  pay: ({ view, words }) => {
    const missing = Math.max(0, (view.feeYen ?? 0) - view.insertedYen);
    return [
      h(
        'dl',
        { class: 'money' },
        ...sum('fee', words.fee, words.yen(view.feeYen ?? 0)),
        ...sum('inserted', words.inserted, words.yen(view.insertedYen)),
        ...sum('missing', words.missing, words.yen(missing)),
      ),
      h('p', { class: 'lead' }, words.payHow),
    ];
  },

  print: ({ view, words }) => {
    const { pages = 1, pagesOut } = view;
    const isStopped = !['ready', 'printing'].includes(view.devices.printer);
    return [
      isStopped
        ? h(
            'div',
            { class: 'stopped' },
            h(
              'p',
              { class: 'lead' },
              words.stopped,
              ' – ',
              words.tester.states[view.devices.printer],
            ),
            h('p', {}, words.stoppedHints[view.recovery]),
          )
        : h('div', { class: 'picture picture-print', 'aria-hidden': 'true' }, h('i'), h('b')),
      h('p', { class: 'lead' }, words.printed(pagesOut, pages)),
      change(view, words),
    ];
  },

  take: ({ view, words, act }) => [
    h('div', { class: 'picture picture-take', 'aria-hidden': 'true' }, h('i'), h('b')),
    h('p', { class: 'lead' }, words.takeHint, ' ', words.sheets(view.devices.sheetsInTray)),
    change(view, words),
    view.actions.includes('take') &&
      actions(button('take', words.take, () => act('take'), { class: 'primary' })),
  ],

  ended: ({ view, words, act }) => {
    const { end, paidYen, refundedYen } = view.journey ?? {};
    if (end === undefined) return [];
    return [
      end.outcome === 'completed'
        ? h('p', { class: 'tick-mark', 'aria-hidden': 'true' }, '✓')
        : h('p', { class: `outcome outcome-${end.outcome}` }, words.outcomes[end.outcome]),
      end.words && h('p', { class: 'lead' }, end.words[words.code]),
      h('p', { class: 'lead', id: 'charged' }, charged(paidYen, refundedYen, words)),
      change(view, words),
      actions(button('finish', words.finish, () => act('finish'), { class: 'primary' })),
    ];
  },
};

/** What has become of the fee, in a sentence. */
function charged(paidYen, refundedYen, words) {
  if (paidYen === 0) return words.notCharged;
  return refundedYen >= paidYen ? words.fullyRefunded(refundedYen) : words.charged(paidYen);
}

function change({ givenBackYen }, words) {
  if (givenBackYen === 0) return undefined;
  return h('p', { class: 'change' }, `${words.change} ${words.yen(givenBackYen)}`);
}

function sum(key, name, value) {
  return [h('dt', { class: key }, name), h('dd', { class: key, id: `money-${key}` }, value)];
}
