import { button, byId, fill, h } from './dom.js';
import { SCREENS } from './screens.js';
import { showSlots } from './slots.js';
import { showTester } from './tester.js';
import { mute, say } from './voice.js';
import { EN } from './words-en.js';
import { JA } from './words-ja.js';

/** Which of the steps that people see each screen belongs to. */
const STEP_OF = {
  menu: 0,
  'card-set': 0,
  municipality: 0,
  pin: 1,
  authenticate: 1,
  select: 2,
  options: 2,
  confirm: 3,
  issue: 3,
  pay: 4,
  print: 5,
  take: 5,
};

/** How the next citizen finds the screen. */
const PLAIN = { big: false, contrast: false, low: false, mute: false };

const page = {
  code: new URLSearchParams(location.search).get('lang') === 'en' ? 'en' : 'ja',
  aids: { ...PLAIN },
  view: undefined,
  about: { residents: [] },
  receivedMs: 0,
  draft: {},
  shown: '',
  touchedMs: 0,
  isLost: false,
};

/** One after the other: what was touched first is done first. */
let doing = Promise.resolve();

function act(action, more = {}) {
  const asked = doing.then(() => send({ action, ...more }));
  doing = asked.catch(() => {});
  return asked;
}

async function send(done) {
  const response = await fetch('acts', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(done),
  });
  return (await response.json()).result;
}

function wordsNow() {
  return { ...(page.code === 'ja' ? JA : EN), code: page.code };
}

/** Shows everything as it is now. */
function show() {
  const { view, about } = page;
  if (view === undefined) return;
  const words = wordsNow();
  document.documentElement.lang = page.code;
  for (const [aid, isOn] of Object.entries(page.aids)) {
    document.documentElement.toggleAttribute(`data-${aid}`, isOn);
  }
  showBar(view, words);
  showSteps(view, words);
  showScreen(view, words);
  showFoot(view, words);
  showSlots({ view, words, act });
  showStillThere(view, words);
  showTester({ view, about, words, act });
  say(view.prompts, page.code);
}

function showBar(view, words) {
  byId('machine').setAttribute('aria-label', words.machine);
  byId('service').textContent = words.service;
  byId('place').textContent = `${view.home.name} ${view.kiosk}`;
  const aids = byId('aids');
  aids.setAttribute('aria-label', words.aids);
  const toggle = (aid, label, isOn = page.aids[aid]) =>
    button(aid, label, () => turn(aid), { 'aria-pressed': String(isOn) });
  fill(
    aids,
    button('language', words.language, () => speakIn(page.code === 'ja' ? 'en' : 'ja'), {
      lang: page.code === 'ja' ? 'en' : 'ja',
    }),
    toggle('big', words.big),
    toggle('contrast', words.contrast),
    toggle('low', words.low),
    toggle('mute', words.voice, !page.aids.mute),
  );
}

function turn(aid) {
  page.aids[aid] = !page.aids[aid];
  mute(page.aids.mute);
  show();
}

function speakIn(code) {
  page.code = code;
  page.shown = '';
  show();
}

function showSteps(view, words) {
  const now = view.screen === 'ended' ? words.steps.length : STEP_OF[view.screen];
  fill(
    byId('steps'),
    words.steps.map((step, index) =>
      h(
        'li',
        {
          class: index < now ? 'over' : '',
          'aria-current': index === now ? 'step' : undefined,
        },
        h('span', { 'aria-hidden': 'true' }, index < now ? '✓' : String(index + 1)),
        step,
      ),
    ),
  );
  byId('steps').hidden = view.screen === 'idle';
}

function showScreen(view, words) {
  const { screen } = view;
  const prompt = view.prompts.at(-1);
  const isNew = page.shown !== screen;
  if (isNew && screen === 'options') page.draft = { ...view.options };
  const { draft } = page;
  byId('screen').dataset.screen = screen;
  byId('prompt').textContent = prompt.screen[page.code];
  byId('prompt').dataset.urgent = String(prompt.urgent);
  fill(byId('body'), ...SCREENS[screen]({ view, words, act, draft }).filter(Boolean));
  // Whoever works by keyboard or hears the screen begins at its top.
  if (isNew && page.shown !== '') byId('screen').focus({ preventScroll: true });
  page.shown = screen;
}

function showFoot(view, words) {
  const { journey, actions, screen } = view;
  fill(
    byId('foot'),
    actions.includes('cancel')
      ? button('cancel', words.cancel, () => act('cancel'), { class: 'cancel' })
      : h('span'),
    page.isLost && h('p', { class: 'bad', role: 'alert' }, words.lost),
    journey && screen !== 'idle'
      ? h(
          'p',
          { class: 'time' },
          `${words.elapsed} `,
          h('b', { id: 'elapsed' }, clock(elapsedMs())),
          h('span', { class: 'target' }, ` / ${words.target}`),
        )
      : h('span'),
  );
}

function elapsedMs() {
  const { journey } = page.view;
  const since = journey.isUnderWay ? performance.now() - page.receivedMs : 0;
  return journey.elapsedMs + since;
}

function clock(ms) {
  const seconds = Math.floor(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** Asks whether anybody is there, before the screen is cleared. */
function showStillThere(view, words) {
  const place = byId('still-there');
  const isAsked = view.clearsInMs !== undefined;
  const wasAsked = !place.hidden;
  place.hidden = !isAsked;
  for (const id of ['bar', 'steps', 'screen', 'foot']) byId(id).inert = isAsked;
  if (!isAsked) {
    place.replaceChildren();
    if (wasAsked) byId('screen').focus({ preventScroll: true });
    return;
  }
  const seconds = Math.max(0, Math.ceil(view.clearsInMs / 1000));
  fill(
    place,
    h(
      'div',
      { role: 'alertdialog', 'aria-modal': 'true', 'aria-labelledby': 'still-title' },
      h('h2', { id: 'still-title' }, words.stillThere),
      h('p', {}, words.clearsIn(seconds)),
      button('go-on', words.goOn, () => act('touch'), { class: 'primary' }),
    ),
  );
  if (!wasAsked) place.querySelector('button').focus();
}

/** What the kiosk has told is to be seen. */
function receive(view) {
  const wasOpen = page.view !== undefined && page.view.screen !== 'idle';
  // The next citizen finds the screen as everybody does.
  if (wasOpen && view.screen === 'idle') {
    page.aids = { ...PLAIN };
    mute(false);
    page.code = new URLSearchParams(location.search).get('lang') === 'en' ? 'en' : 'ja';
  }
  page.view = view;
  page.receivedMs = performance.now();
  show();
}

/** Keys of a keyboard do what the keys on the screen do. */
function onKey(event) {
  const { view } = page;
  if (view === undefined || event.target instanceof HTMLInputElement) return;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const can = (action) => view.actions.includes(action);
  if (/^\d$/.test(event.key) && can('digit')) act('digit', { digit: event.key });
  else if (event.key === 'Backspace' && can('erase')) act('erase');
  else if (event.key === 'Enter' && can('enter') && view.digits === 4) act('enter');
  else if (event.key === 'Escape' && can('cancel')) act('cancel');
  else return;
  event.preventDefault();
}

/** Somebody is there: told at most once a second. */
function onTouch() {
  const now = performance.now();
  const isAway = page.view === undefined || page.view.screen === 'idle';
  if (isAway || now - page.touchedMs < 1000) return;
  page.touchedMs = now;
  act('touch');
}

async function begin() {
  page.about = await (await fetch('about')).json();
  const views = new EventSource('views');
  views.onmessage = ({ data }) => {
    page.isLost = false;
    receive(JSON.parse(data));
  };
  views.onerror = () => {
    page.isLost = true;
    show();
  };
  document.addEventListener('keydown', onKey);
  for (const touch of ['pointerdown', 'keydown']) document.addEventListener(touch, onTouch);
  setInterval(() => {
    const place = byId('elapsed');
    if (place !== null && page.view?.journey) place.textContent = clock(elapsedMs());
  }, 500);
}

await begin();
