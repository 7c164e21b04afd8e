import { completeness } from '../oracles/completeness.ts';
import { erasure } from '../oracles/erasure.ts';
import { exactlyOnce } from '../oracles/exactly-once.ts';
import { freshness } from '../oracles/freshness.ts';
import { frontEqualsBack } from '../oracles/front-equals-back.ts';
import { ledger } from '../oracles/ledger.ts';
import { openingHours } from '../oracles/opening-hours.ts';
import { pageOwnership } from '../oracles/page-ownership.ts';
import { pinLock } from '../oracles/pin-lock.ts';
import { quietError } from '../oracles/quiet-error.ts';
import { reconciliation } from '../oracles/reconciliation.ts';
import type { Oracle } from './oracle.ts';

/** All oracles, in the order in which they are told. A new one is a file and a line here. */
export const ORACLES: readonly Oracle[] = [
  pageOwnership,
  frontEqualsBack,
  completeness,
  freshness,
  exactlyOnce,
  ledger,
  reconciliation,
  openingHours,
  pinLock,
  erasure,
  quietError,
];
