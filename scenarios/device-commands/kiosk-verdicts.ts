import type { PageVerdict } from '../../devices/panel/panel-view.ts';
import type { Violation } from '../judging/oracle.ts';
import { ORACLES } from '../judging/oracles.ts';
import type { Scenario } from '../scenario.ts';
import type { TraceEvent } from '../trace-events.ts';

/** What an oracle said about a journey. */
interface Finding {
  readonly oracle: string;
  readonly journey: number;
  readonly message: string;
}

/** All oracles beside a panel: they see each event as it happens, and judge each page at once. */
export class PanelVerdicts {
  readonly #watches: readonly ((event: TraceEvent) => void)[];
  readonly #pages = new Map<string, PageVerdict>();
  readonly #findings: Finding[] = [];
  #found: Violation[] = [];

  constructor(scenario: Scenario, originMs: number) {
    this.#watches = ORACLES.map((oracle) => {
      const { name } = oracle;
      const report = (violation: Omit<Violation, 'oracle'>) => {
        this.#found.push({ ...violation, oracle: name });
      };
      const { watch } = oracle.begin(scenario, originMs, report, () => {});
      const handlers = new Map(Object.entries(watch)) as Map<string, (event: TraceEvent) => void>;
      return (event) => handlers.get(event.kind)?.(event);
    });
  }

  /** What they have found in a journey so far. */
  about(journey: number): readonly string[] {
    const found = this.#findings.filter((finding) => finding.journey === journey);
    return found.map(({ oracle, message }) => `${oracle}: ${message}`);
  }

  see(event: TraceEvent): void {
    this.#found = [];
    for (const watch of this.#watches) watch(event);
    const found = this.#found;
    for (const { oracle, journey, message } of found) {
      this.#findings.push({ oracle, journey, message });
    }
    if (event.kind === 'document') this.#pages.clear();
    if (event.kind === 'page') {
      const [first] = found;
      this.#judged(event, first === undefined ? right(event) : wrong(first));
    }
    if (event.kind === 'page-compared') {
      const [first] = found;
      const { message = '' } = this.of(event.journey, event.sheet) ?? {};
      if (first !== undefined) this.#judged(event, wrong(first));
      else if (event.verdict === 'equal') {
        this.#judged(event, { verdict: 'right', message: `${message}; its front is its back` });
      }
    }
    if (event.kind === 'page-unreadable') {
      this.#judged(event, { verdict: 'unreadable', message: event.reason });
    }
  }

  of(journey: number, sheet: number): PageVerdict | undefined {
    return this.#pages.get(`${journey}/${sheet}`);
  }

  #judged(page: { readonly journey: number; readonly sheet: number }, verdict: PageVerdict): void {
    this.#pages.set(`${page.journey}/${page.sheet}`, verdict);
  }
}

function right({ owner, page, of }: Extract<TraceEvent, { kind: 'page' }>): PageVerdict {
  const message = `right owner ${owner}, page ${page} of ${of}`;
  return { verdict: 'right', message };
}

function wrong({ oracle, message }: Violation): PageVerdict {
  return { verdict: 'wrong', message: `${oracle}: ${message}` };
}
