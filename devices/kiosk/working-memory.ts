import type { Authentication } from '../../server/contract.ts';
import type { CentreSession, DeliveredDocument } from '../bus/centre.ts';

/** What a kiosk can still know of a citizen. */
export const MEMORIES = ['session', 'screen', 'document'] as const;
export type Memory = (typeof MEMORIES)[number];

/**
 * What a kiosk knows of the citizen in front of it. It lives as long as the kiosk does, so it is
 * empty after a journey only if somebody has emptied it.
 */
export class WorkingMemory {
  session: CentreSession | undefined;
  /** What the screen shows: what this citizen may have. */
  screen: Authentication | undefined;
  document: DeliveredDocument | undefined;

  /** What it holds; nothing, if it is empty. */
  held(): readonly Memory[] {
    if (this.session === undefined && this.screen === undefined && this.document === undefined) {
      return NOTHING;
    }
    return MEMORIES.filter((memory) => this[memory] !== undefined);
  }

  clear(): void {
    this.session = undefined;
    this.screen = undefined;
    this.document = undefined;
  }
}

const NOTHING: readonly Memory[] = [];
