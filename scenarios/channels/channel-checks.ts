import type { z } from 'zod';
import type { Channels, Move, Period } from './channels.ts';

type Complain = (path: readonly (string | number)[], message: string) => void;

/** Contradictions that no single field of a city’s channels can know. */
export function checkChannels(channels: Channels, context: z.RefinementCtx): void {
  const complain: Complain = (path, message) =>
    context.addIssue({ code: 'custom', path: [...path], message, input: undefined });
  channels.periods.forEach((period, index) => {
    const path = ['periods', index];
    if (period.from > period.to) complain([...path, 'from'], 'from must not be after to');
    const { observed } = period;
    if (observed !== undefined && (observed.from < period.from || observed.to > period.to)) {
      complain([...path, 'observed'], 'observe days of the period itself');
    }
    const twin = channels.periods.findIndex(({ name }) => name === period.name);
    if (twin < index) complain([...path, 'name'], 'another period has this name: name it anew');
    checkPlaces(channels, period, path, complain);
    checkFollowing(channels, period, path, complain);
  });
}

function checkPlaces(
  { kinds }: Channels,
  { places, follows }: Period,
  path: readonly (string | number)[],
  complain: Complain,
): void {
  places.forEach(({ of, volumes }, index) => {
    const there = [...path, 'places', index];
    const kind = kinds[of];
    if (kind === undefined) complain([...there, 'of'], unknown(of, kinds));
    if (volumes === undefined && follows === undefined && kind?.kind !== 'stores') {
      complain(there, 'say its `volumes`, or which period this one `follows`');
    }
    if (volumes !== undefined && follows !== undefined) {
      complain([...there, 'volumes'], 'these follow from the period before: leave them out');
    }
  });
}

function checkFollowing(
  channels: Channels,
  { follows, places }: Period,
  path: readonly (string | number)[],
  complain: Complain,
): void {
  if (follows === undefined) return;
  const before = channels.periods.find(({ name }) => name === follows.period);
  if (before === undefined || before.follows !== undefined) {
    const names = channels.periods.flatMap((each) => (each.follows ? [] : [each.name]));
    complain([...path, 'follows', 'period'], `name a period with volumes: ${names.join(', ')}`);
    return;
  }
  follows.moves.forEach((move, index) => {
    const there = [...path, 'follows', 'moves', index];
    const why = whyNoMove(move, channels, before, places);
    if (why !== undefined) complain(there, why);
    const same = follows.moves.findIndex(
      ({ from, certificate }) => from === move.from && certificate === move.certificate,
    );
    if (same < index) complain(there, 'these were told to move already: put both into one');
  });
}

function whyNoMove(
  { from, to, whose }: Move,
  { kinds }: Channels,
  before: Period,
  places: Period['places'],
): string | undefined {
  const known = { ...kinds, nobody: undefined };
  const stranger = [from, ...Object.keys(to.value)].find((each) => !(each in known));
  if (stranger !== undefined) return unknown(stranger, known);
  const sum = Object.values(to.value).reduce((total, share) => total + share, 0);
  if (sum > 1 + 1e-9) return `${sum} of them go elsewhere: more than there are`;
  const closed = countOf(before.places, from) - countOf(places, from);
  if (whose === 'closed' && closed <= 0) return `no place of ${from} was closed: write whose: all`;
  return undefined;
}

/** How many places a channel has. */
export function countOf(places: Period['places'], channel: string): number {
  return places
    .filter(({ of }) => of === channel)
    .reduce((sum, { count }) => sum + (count?.value ?? 1), 0);
}

function unknown(name: string, known: Readonly<Record<string, unknown>>): string {
  return `there is no channel ${name}: name one of ${Object.keys(known).join(', ')}`;
}
