import { Outbox } from '../../../devices/bus/outbox.ts';
import { Panel } from '../../../devices/panel/panel.ts';
import { PanelAction } from '../../../devices/panel/panel-action.ts';
import type { PanelView } from '../../../devices/panel/panel-view.ts';
import { CentreInProcess } from '../../../scenarios/centre-in-process.ts';
import { digestFidelity } from '../../../scenarios/fidelity.ts';
import { referenceServer } from '../../../scenarios/reference-server.ts';
import { portsInMemory } from '../../../scenarios/server-in-memory.ts';
import type { TraceEvent } from '../../../scenarios/trace-events.ts';
import { cardPin } from '../../../server/contract-card-pin.ts';
import { constant } from '../../../sim/distribution.ts';
import type { Runner } from '../../../sim/process.ts';
import { streams } from '../../../sim/rng.ts';
import { instantMs } from '../../../sim/units.ts';
import { VirtualTime } from '../../../sim/virtual-time.ts';
import { smallScenario } from '../../scenarios/small-scenario.ts';

/** A resident of the small town, grown up, with a seal and a family. */
export const RESIDENT = 40;
export const PIN = cardPin('27203', RESIDENT);

/** How long nobody touches a small panel until it is cleared, ms. */
export const PRIVACY_MS = 60_000;

export interface SmallPanelWishes {
  readonly recovery?: 'refund' | 'reprint';
  readonly privacyMs?: number;
  readonly emit?: (event: TraceEvent) => void;
  readonly onChange?: () => void;
}

/** The panel of a kiosk over a server in memory, under either clock. */
export function smallPanel(runner: Runner, wishes: SmallPanelWishes = {}): Panel {
  const { recovery = 'refund', privacyMs = PRIVACY_MS } = wishes;
  const { emit = () => {}, onChange = () => {} } = wishes;
  const scenario = smallScenario();
  const fidelity = digestFidelity(scenario);
  const server = referenceServer(scenario, portsInMemory(scenario, streams(1), fidelity, emit));
  const centre = new CentreInProcess(runner, server, instantMs(scenario.start));
  const timeoutMs = 30_000;
  const rng = streams(1).stream('outbox', 'in-001');
  return new Panel({
    kioskId: 'in-001',
    runner,
    centre,
    outbox: new Outbox('in-001', { runner, centre, timeoutMs, rng }),
    patience: { timeoutMs, attempts: 2, pauseMs: 0 },
    recovery: recovery === 'refund' ? { kind: recovery } : { kind: recovery, patienceMs: 60_000 },
    place: undefined,
    pageReader: fidelity.pageReader,
    digestInfo: fidelity.digestInfo,
    printerSpeed: { firstPageMs: constant(10_000), nextPageMs: 10_000 },
    chance: streams(1).stream('printer', 'in-001'),
    emit,
    municipality: { code: '27203', name: '豊中市' },
    *card(no) {
      if (no >= scenario.municipality.population) return undefined;
      return { held: yield* fidelity.cards.card('27203', no), elsewhere: undefined };
    },
    *onWish() {},
    verdictOf: () => undefined,
    findingsOf: () => [],
    wordsOf: () => undefined,
    privacyMs,
    onChange,
  });
}

/** A panel in virtual time: what a person does takes a second each. */
export class SmallPanel {
  readonly runner = new VirtualTime();
  readonly events: TraceEvent[] = [];
  readonly panel: Panel;

  constructor(recovery: 'refund' | 'reprint' = 'refund') {
    this.panel = smallPanel(this.runner, { recovery, emit: (event) => this.events.push(event) });
  }

  get view(): PanelView {
    return this.panel.view();
  }

  /** Does this, and a second passes; answers what became of it. */
  act(action: PanelAction['action'], more: object = {}): string | undefined {
    const done = PanelAction.parse({ action, ...more });
    const task = this.runner.spawn(this.panel.act(done));
    this.wait(1_000);
    return task.ending?.kind === 'returned' ? task.ending.value : undefined;
  }

  wait(ms: number): void {
    this.runner.advance(this.runner.now() + ms);
  }

  /** From the first screen to the one where the PIN is typed. */
  toPin(resident = RESIDENT): void {
    this.act('start');
    this.act('agree');
    this.act('insert-card', { resident });
    this.act('municipality', { municipality: '27203' });
  }

  typePin(pin = PIN): void {
    for (const digit of pin) this.act('digit', { digit });
    this.act('enter');
  }

  toPay(): void {
    this.toPin();
    this.typePin();
    this.wait(10_000);
    this.act('select', { type: 'resident-record' });
    this.act('options', { options: {} });
    this.act('confirm');
    this.wait(10_000);
  }

  /** How journeys have ended. */
  get ends(): readonly string[] {
    return this.events.flatMap((event) =>
      event.kind === 'ended' ? [`${event.outcome} ${event.stage} ${event.reason}`.trim()] : [],
    );
  }
}
