import { describe, expect, test } from 'vitest';
import { CARD_PATIENCE_MS } from '../../../devices/card-reader/card-reader-patient.ts';
import { cardMute } from '../../../scenarios/faults/card-mute.ts';
import { cardPowerUpError } from '../../../scenarios/faults/card-power-up-error.ts';
import { cardRemoved } from '../../../scenarios/faults/card-removed.ts';
import { cardSlow } from '../../../scenarios/faults/card-slow.ts';
import { cardUnreadable } from '../../../scenarios/faults/card-unreadable.ts';
import { cardWrongStatus } from '../../../scenarios/faults/card-wrong-status.ts';
import { eventsOf } from '../small-scenario.ts';
import { CALM, fatesWithin, GOOD, MINUTE_MS, nothingBut } from './fates.ts';
import { type FaultData, type Faulted, faulted, SOUND, soundness } from './faulted.ts';

const WHILE = { at: '20m', for: '20m' } as const;

/** The commands of a kiosk to a My Number card, from 1: two to open it, then these. */
const VERIFY = 4;
const SIGN = 8;

async function fates(fault: FaultData) {
  const run = await faulted([fault], CALM);
  expect(soundness(run)).toEqual(SOUND);
  for (const { saw } of fatesWithin(run, 41 * MINUTE_MS, 60 * MINUTE_MS))
    expect(saw).toBe(GOOD.saw);
  return { run, all: fatesWithin(run, 20 * MINUTE_MS, 30 * MINUTE_MS) };
}

/** What became of PINs that were typed while the fault was on. */
function pinResults({ events }: Faulted): ReadonlySet<string> {
  const during = eventsOf('pin-entered', events).filter(({ t }) => {
    return t > 21 * MINUTE_MS && t < 39 * MINUTE_MS;
  });
  return new Set(during.map(({ result }) => result));
}

test.each([
  [cardUnreadable.kind, 'unreadable'],
  [cardRemoved.kind, 'removed'],
  [cardMute.kind, 'mute'],
  [cardWrongStatus.kind, 'card-error'],
])('%s: it ends where the card is laid down, and costs nothing', async (kind, reason) => {
  const { all } = await fates({ kind, ...WHILE });
  expect(all).toEqual([nothingBut(`failed at card-set: card: ${reason}`)]);
});

describe(cardRemoved.kind, () => {
  test('while the PIN is checked leaves it open whether it was', async () => {
    const { run, all } = await fates({ kind: cardRemoved.kind, command: VERIFY, ...WHILE });
    expect(all).toEqual([nothingBut('failed at pin: card: removed')]);
    expect(pinResults(run)).toEqual(new Set(['unknown']));
  });

  test('while it signs ends the session that was opened', async () => {
    const { run, all } = await fates({ kind: cardRemoved.kind, command: SIGN, ...WHILE });
    expect(all).toEqual([nothingBut('failed at authenticate: card: removed')]);
    expect(pinResults(run)).toEqual(new Set(['right']));
  });
});

describe(cardMute.kind, () => {
  test('is waited for just so long', async () => {
    const { run } = await fates({ kind: cardMute.kind, ...WHILE });
    const struck = eventsOf('ended', run.events).filter(({ reason }) => reason === 'card: mute');
    const cardSetMs = new Map(
      eventsOf('stage', run.events)
        .filter(({ stage }) => stage === 'card-set')
        .map(({ journey, ms }) => [journey, ms]),
    );
    expect(struck.length).toBeGreaterThan(20);
    for (const { journey } of struck) {
      expect(cardSetMs.get(journey)).toBeGreaterThan(CARD_PATIENCE_MS);
    }
  });
});

describe(cardSlow.kind, () => {
  test('takes longer and is served', async () => {
    const { all } = await fates({ kind: cardSlow.kind, by: '5s', ...WHILE });
    for (const fate of all) expect(fate).toMatchObject(GOOD);
  });

  test('beyond the patience of the kiosk is mute', async () => {
    const { all } = await fates({ kind: cardSlow.kind, by: '11s', ...WHILE });
    expect(all).toEqual([nothingBut('failed at card-set: card: mute')]);
  });
});

describe(cardPowerUpError.kind, () => {
  test('is asked once more: nobody notices, and all is as if nothing had been', async () => {
    const { run, all } = await fates({ kind: cardPowerUpError.kind, ...WHILE });
    for (const fate of all) expect(fate).toMatchObject(GOOD);
    const [ended] = eventsOf('fault-ended', run.events);
    expect(ended?.struck).toBeGreaterThan(20);
  });

  test('twice in a row is a card that does not work', async () => {
    const { all } = await fates({ kind: cardPowerUpError.kind, commands: 2, ...WHILE });
    expect(all).toEqual([nothingBut('failed at card-set: card: card-error')]);
  });
});

describe(cardWrongStatus.kind, () => {
  test('that says the PIN is blocked is believed', async () => {
    const blocked = { kind: cardWrongStatus.kind, command: VERIFY, status: '6984', ...WHILE };
    const { run, all } = await fates(blocked);
    expect(all).toEqual([nothingBut('refused at pin: pin-locked')]);
    expect(pinResults(run)).toEqual(new Set(['locked']));
  });

  test('is four hexadecimal digits', async () => {
    const wrong = { kind: cardWrongStatus.kind, status: '6f0', ...WHILE };
    await expect(faulted([wrong])).rejects.toThrow('write a status word such as 6581');
  });
});
