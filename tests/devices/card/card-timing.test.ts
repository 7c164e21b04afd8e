import { expect, test } from 'vitest';
import { answerMs, CONTACTLESS_CARD } from '../../../devices/card/card-timing.ts';
import { streams } from '../../../sim/rng.ts';
import { hex, SELECT_JPKI } from './card-conversation.ts';

const rng = streams(3).stream('card-timing', 1);
const COMMANDS = { sign: '80 2A 00 97 01 AA 00', select: SELECT_JPKI, read: '00 B0 00 00 00' };

/** Of so many draws the share that lies between. */
function share(command: string, fromMs: number, untilMs: number): number {
  const draws = Array.from({ length: 4000 }, () => answerMs(CONTACTLESS_CARD, hex(command), rng));
  return draws.filter((ms) => ms >= fromMs && ms <= untilMs).length / draws.length;
}

test('nine in ten commands take 20 to 60 ms, and nine in ten signatures 300 to 500', () => {
  for (const command of [COMMANDS.select, COMMANDS.read]) {
    expect(share(command, 20, 60)).toBeCloseTo(0.9, 1);
  }
  expect(share(COMMANDS.sign, 300, 500)).toBeCloseTo(0.9, 1);
  expect(share(COMMANDS.sign, 0, 100)).toBe(0);
});

test('what is no command takes its time as one', () => {
  expect(answerMs(CONTACTLESS_CARD, new Uint8Array(0), rng)).toBeGreaterThan(0);
});
