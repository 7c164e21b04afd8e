import { faultKind } from '../injection/fault.ts';

const BROKEN = { kind: 'failed', reason: 'unreachable: the line broke' } as const;

/** 一斉再接続: all lines break at once and are there again at once, so that all come back at once. */
export const lineStorm = faultKind(
  {
    kind: 'line.storm',
    site: 'line',
    en: 'The lines of all kiosks break at one instant, and all come back at once',
    ja: '全端末の回線が一斉に切断され、一斉に再接続する',
    source: 'OUT-1, OUT-4 (P81–P84, P93): all who were cut off come back when it is over',
    params: {},
  },
  {
    breakOff: () => BROKEN,
    lastsMs: () => INSTANT_MS,
    wire: () => ({ reset: true }),
  },
);

/** What comes and goes needs an instant to be seen; ms. */
const INSTANT_MS = 1;
