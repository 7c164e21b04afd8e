import type { Centre } from '../../devices/bus/centre.ts';
import type { BusPlace } from '../../devices/citizen/visit.ts';
import type { Panel } from '../../devices/panel/panel.ts';
import type { Register } from '../../server/register/register.ts';
import type { Streams } from '../../sim/rng.ts';
import type { Fidelity } from '../fidelity.ts';
import type { Scenario } from '../scenario.ts';
import type { TraceEvent } from '../trace-events.ts';

/** What the kiosk of a panel talks to, and how it is known there. */
export interface KioskLine {
  readonly description: string;
  readonly centre: Centre;
  readonly place: BusPlace | undefined;
  /** Who is truly who. */
  readonly register: Register;
  /** Cards that the server knows, and eyes for what it draws. */
  readonly fidelity: Pick<Fidelity, 'cards' | 'pageReader' | 'digestInfo'>;
  /** What request ids begin with, where the server goes on afterwards. */
  readonly requestPrefix?: string;
  /** From now on this kiosk accounts for itself. */
  attach(panel: Panel): void;
  close(): Promise<void>;
}

/** What a line stands on. */
export interface LineGround {
  readonly scenario: Scenario;
  readonly chance: Streams;
  readonly originMs: number;
  readonly kioskId: string;
  /** Civil time of the panel’s clock, ms since 1970-01-01T00:00Z. */
  readonly nowMs: () => number;
  readonly journal: (event: TraceEvent) => void;
  readonly onError: (error: unknown) => void;
}
