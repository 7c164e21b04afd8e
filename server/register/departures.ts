import type { z } from 'zod';
import { civilDate } from '../../sim/civil-time.ts';
import type { MoveOut } from './register-change-move.ts';
import type { RegisterOperation } from './register-operation.ts';

type Departure = z.infer<typeof MoveOut>;

/** 転出予定: who has given notice and has not gone yet. */
export class Departures {
  #planned: readonly Departure[] = [];

  /** Takes note of an operation; one of moving out replaces an earlier one of the same resident. */
  note(operation: RegisterOperation, atMs: number): void {
    if (operation.operation !== 'move-out') return;
    const { municipality, resident, on } = operation;
    const others = this.#planned.filter(
      (planned) => planned.municipality !== municipality || planned.resident !== resident,
    );
    this.#planned = on > civilDate(atMs) ? [...others, operation] : others;
  }

  /** Those whose day has come, who are then planned no more. */
  takeDue(nowMs: number): readonly Departure[] {
    const today = civilDate(nowMs);
    const due = this.#planned.filter(({ on }) => on <= today);
    this.#planned = this.#planned.filter(({ on }) => on > today);
    return due;
  }
}
