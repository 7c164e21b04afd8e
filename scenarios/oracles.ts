import type { Oracle } from './oracle.ts';
import { exactlyOnce } from './oracles/exactly-once.ts';
import { ledger } from './oracles/ledger.ts';
import { openingHours } from './oracles/opening-hours.ts';
import { pageOwnership } from './oracles/page-ownership.ts';

/** All oracles, in the order in which they are told. A new one is a file and a line here. */
export const ORACLES: readonly Oracle[] = [pageOwnership, exactlyOnce, ledger, openingHours];
