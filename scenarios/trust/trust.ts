import type { ValidityCheck, WarmUp } from '../judging/result.ts';
import type { Scenario } from '../scenario.ts';
import type { Watch } from '../trace-events.ts';
import { CeilingWatch } from './ceiling.ts';
import { InFlightWatch } from './in-flight.ts';
import { IterationsWatch } from './iterations.ts';
import { OwnErrorsWatch } from './own-errors.ts';
import { PlannedArrivalsWatch } from './planned-arrivals.ts';
import { ReplayedRowsWatch } from './replayed-rows.ts';
import { WarmUpWatch } from './warm-up.ts';

/** What a trace says of itself: whether its figures can be relied upon, and from when. */
export class Trust {
  readonly #watches: readonly {
    readonly watch: Watch;
    check(): ValidityCheck | undefined;
  }[];
  readonly #warmUp = new WarmUpWatch();

  constructor(scenario: Scenario) {
    this.#watches = [
      new InFlightWatch(),
      new PlannedArrivalsWatch(scenario),
      new CeilingWatch(scenario),
      new IterationsWatch(scenario),
      new ReplayedRowsWatch(scenario),
      new OwnErrorsWatch(),
    ];
  }

  get watches(): readonly Watch[] {
    return [...this.#watches.map(({ watch }) => watch), this.#warmUp.watch];
  }

  /** Checks of what applies to this trace. */
  checks(): readonly ValidityCheck[] {
    return this.#watches.flatMap((watch) => watch.check() ?? []);
  }

  /** Where the run settled, if there is enough of it. */
  warmUp(): WarmUp | undefined {
    return this.#warmUp.record();
  }
}
