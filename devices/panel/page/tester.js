import { button, byId, fill, h } from './dom.js';

/** What the tester has typed or ticked, which the kiosk knows nothing of. */
const chosen = { resident: undefined, damaged: false, complaint: '' };

/** The pane beside the kiosk: hands on its devices, and what the oracles say. */
export function showTester({ view, about, words, act }) {
  const { tester } = words;
  const pane = byId('tester');
  pane.setAttribute('aria-label', tester.title);
  fill(
    pane,
    h('h2', { class: 'pane-title' }, tester.title, ' ', h('small', {}, tester.subtitle)),
    cards({ view, about, words, act }),
    devices({ view, words, act }),
    papers(view, words),
    oracles(view, words),
    stages(view, words),
    journal(view, words),
  );
}

function section(title, ...children) {
  return h('section', {}, h('h3', {}, title), children);
}

function cards({ view, about, words, act }) {
  const { tester, code } = words;
  const canInsert = view.actions.includes('insert-card');
  const insert = async (resident) => {
    const { damaged } = chosen;
    const result = await act('insert-card', { resident, damaged });
    chosen.complaint = result === 'no-such-resident' ? `${resident}?` : '';
  };
  const row = ({ no, name, age, pin, note, cardWords }) =>
    h(
      'li',
      { class: view.journey?.resident === no && view.screen !== 'idle' ? 'in-use' : '' },
      button(
        `card-${no}`,
        h(
          'span',
          { class: 'card-who' },
          h('b', { lang: 'ja' }, name),
          h('span', {}, ` ${tester.age(age)}  ${tester.pin} `, h('code', {}, pin)),
          h('small', {}, `${note[code]} – ${cardWords[code]}`),
        ),
        () => insert(no),
        { class: 'card-row', disabled: !canInsert },
      ),
    );
  const number = h('input', {
    id: 'resident',
    type: 'text',
    inputmode: 'numeric',
    pattern: '[0-9]*',
    'data-key': 'resident',
    'aria-label': tester.searchLabel,
    placeholder: tester.search,
    value: chosen.resident,
    oninput: (event) => {
      chosen.resident = event.target.value;
    },
  });
  return section(
    tester.cards,
    h(
      'ul',
      { class: 'cards', 'data-scroll': 'cards', tabindex: '0', 'aria-label': tester.cards },
      about.residents.map(row),
    ),
    h(
      'div',
      { class: 'tools' },
      number,
      button('any-card', tester.insert, () => insert(Number(chosen.resident || 0)), {
        disabled: !canInsert,
      }),
      button(
        'damaged',
        tester.damaged,
        () => {
          chosen.damaged = !chosen.damaged;
          showTester({ view, about, words, act });
        },
        { 'aria-pressed': String(chosen.damaged) },
      ),
      button('remove-card', tester.remove, () => act('remove-card'), {
        disabled: !view.devices.card,
      }),
    ),
    chosen.complaint !== '' && h('p', { class: 'bad' }, chosen.complaint),
  );
}

function devices({ view, words, act }) {
  const { tester } = words;
  const { printer, takingsYen, sheetsPrinted, coinsJammed } = view.devices;
  const isStopped =
    tester.states[printer] !== undefined && !['ready', 'printing'].includes(printer);
  const stop = (reason, label) =>
    button(reason, label, () => act('stop-printer', { reason }), { disabled: isStopped });
  return section(
    tester.devices,
    h(
      'p',
      { class: 'state' },
      `${tester.printer}: `,
      h('b', { class: isStopped ? 'bad' : 'good', id: 'printer-state' }, tester.states[printer]),
      `  ${tester.pages}: `,
      h('b', { id: 'sheets-printed' }, String(sheetsPrinted)),
      `  ${tester.takings}: `,
      h('b', { id: 'takings' }, words.yen(takingsYen)),
    ),
    h(
      'div',
      { class: 'tools' },
      stop('media-jam', tester.jam),
      stop('media-empty', tester.paper),
      button('clear-printer', tester.clear, () => act('clear-printer'), { disabled: !isStopped }),
      button('jam-coins', tester.coins, () => act('jam-coins'), { disabled: coinsJammed }),
      button('clear-coins', tester.clearCoins, () => act('clear-coins'), {
        disabled: !coinsJammed,
      }),
    ),
  );
}

function papers(view, words) {
  const { tester } = words;
  const paper = ({ sheet, verdict, message, picture }) =>
    h(
      'figure',
      { class: `paper paper-${verdict}` },
      picture &&
        h(
          'a',
          { href: picture, target: '_blank', rel: 'noopener', 'data-key': `paper-${sheet}` },
          h('img', { src: picture, alt: tester.sheet(sheet) }),
        ),
      h(
        'figcaption',
        {},
        h('b', { class: 'verdict' }, tester[verdict]),
        h('span', {}, tester.sheet(sheet)),
        h('small', {}, message),
      ),
    );
  return section(
    tester.papers,
    view.papers.length === 0 ? h('p', { class: 'none' }, tester.noPapers) : view.papers.map(paper),
  );
}

function oracles({ journey, findings }, { tester }) {
  if (journey === undefined) return undefined;
  const none = h('p', { class: 'good', id: 'findings' }, tester.noFindings);
  const all = h(
    'ul',
    { class: 'bad', id: 'findings' },
    findings.map((each) => h('li', {}, each)),
  );
  return section(tester.oracles, findings.length === 0 ? none : all);
}

function stages(view, words) {
  const { tester } = words;
  const { journey } = view;
  if (journey === undefined) return undefined;
  const name = `${tester.journey(journey.number + 1)}`;
  return section(
    `${tester.stages} – ${name}`,
    h(
      'table',
      { class: 'stages' },
      h(
        'tbody',
        {},
        journey.stages.map(({ stage, ms }) =>
          h(
            'tr',
            {},
            h('th', { scope: 'row' }, tester.stageNames[stage]),
            h('td', {}, `${(ms / 1000).toFixed(1)} s`),
          ),
        ),
      ),
    ),
  );
}

function journal(view, words) {
  const { tester } = words;
  const told = view.journal.filter(({ kind }) => kind !== 'stage' && kind !== 'prompted');
  if (told.length === 0) return undefined;
  const line = ({ kind, t, ...rest }) => {
    const { journey, kiosk, request, number, owner, ...facts } = rest;
    return `${(t / 1000).toFixed(1).padStart(7)} ${kind} ${factsIn(facts)}`;
  };
  const text = told.slice(-14).map(line).join('\n');
  return section(
    tester.journal,
    h('pre', { tabindex: '0', 'aria-label': tester.journal, 'data-key': 'journal' }, text),
  );
}

function factsIn(facts) {
  return Object.entries(facts)
    .map(([name, value]) => `${name}=${Array.isArray(value) ? `[${value}]` : value}`)
    .join(' ');
}
