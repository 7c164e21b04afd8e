import { byId } from './dom.js';

let isMute = false;
let nth = -1;

/** Turns the spoken prompts off or on. What is written stays. */
export function mute(wanted) {
  isMute = wanted;
  if (wanted) globalThis.speechSynthesis?.cancel();
}

/** Says each prompt once, by voice and to whoever has the page read out. */
export function say(prompts, code) {
  const fresh = prompts.filter((prompt) => prompt.nth > nth);
  if (fresh.length === 0) return;
  nth = fresh.at(-1).nth;
  const textOf = (isUrgent) =>
    fresh
      .filter(({ urgent }) => urgent === isUrgent)
      .map(({ screen }) => screen[code])
      .join(' ');
  byId('said').textContent = textOf(false);
  byId('called').textContent = textOf(true);
  for (const prompt of fresh) speak(prompt, code);
}

function speak({ voice, urgent }, code) {
  const synthesis = globalThis.speechSynthesis;
  if (isMute || voice === undefined || synthesis === undefined) return;
  if (urgent) synthesis.cancel();
  const utterance = new SpeechSynthesisUtterance(voice[code]);
  utterance.lang = code === 'ja' ? 'ja-JP' : 'en-US';
  utterance.rate = 0.95;
  synthesis.speak(utterance);
}
