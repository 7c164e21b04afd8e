import { faultKind } from '../injection/fault.ts';
import { FLAPPING, flaps } from '../injection/fault-flapping.ts';

const UNREACHABLE = { kind: 'failed', reason: 'unreachable: the line is cut' } as const;

/** 専用回線断: kiosks do not reach the centre; in a live run they drop off the device bus too. */
export const lineCut = faultKind(
  {
    kind: 'line.cut',
    site: 'line',
    en: 'The dedicated line of kiosks is cut: requests and answers under way are lost',
    ja: '端末の専用回線が切断される',
    source: 'OUT-5 (P94): one of four relays dead at opening time',
    params: FLAPPING,
  },
  {
    // biome-ignore lint/correctness/useYield: what is cut answers at once.
    *strike() {
      return UNREACHABLE;
    },
    breakOff: () => UNREACHABLE,
    pulses: flaps,
    wire: () => ({ down: true }),
  },
);
