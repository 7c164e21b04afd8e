import { Outbox } from '../../devices/bus/outbox.ts';
import { Panel } from '../../devices/panel/panel.ts';
import { type ServedPanel, servePanel } from '../../devices/panel/panel-http.ts';
import type { PanelPorts, TestCard } from '../../devices/panel/panel-ports.ts';
import { ageOf } from '../../server/population/population-synthetic.ts';
import { PROBLEMS } from '../../server/problems.ts';
import type { Process } from '../../sim/process.ts';
import { RealTime } from '../../sim/real-time.ts';
import { streams } from '../../sim/rng.ts';
import { durationMs, instantMs } from '../../sim/units.ts';
import { EXIT } from '../exit-code.ts';
import { inUse } from '../live/port-in-use.ts';
import type { Scenario } from '../scenario.ts';
import { scenarioIn } from '../scenario-files.ts';
import type { TraceEvent } from '../trace-events.ts';
import { distributionOf } from '../traffic/estimate.ts';
import { recoveryOf } from '../traffic/kiosk-fitting.ts';
import { kioskIds } from '../traffic/kiosk-ids.ts';
import type { KioskFlags } from './kiosk-flags.ts';
import type { KioskLine, LineGround } from './kiosk-line.ts';
import { PURSES, testResidents } from './kiosk-residents.ts';
import { openOwnServer, openServerOfOnesOwn } from './kiosk-server-http.ts';
import { PanelVerdicts } from './kiosk-verdicts.ts';

/** Where it is told, and what ends it. */
export interface KioskCommandPorts {
  readonly stderr: { write(text: string): unknown };
  readonly signal: AbortSignal;
}

/** A panel that is served, with all behind it. */
export interface OpenPanel extends ServedPanel {
  readonly panel: Panel;
  /** Every event of its kiosk and server so far, oldest first; a thousand at most. */
  readonly events: readonly TraceEvent[];
}

/** The events that are kept for whoever asks. */
const EVENTS_KEPT = 1_000;

/** Serves the panel of one kiosk till it is interrupted; answers the exit code. */
export async function kioskPanel(
  flags: KioskFlags,
  { stderr, signal }: KioskCommandPorts,
): Promise<number> {
  if (flags.panel !== true) {
    stderr.write(
      'kofu devices kiosk: say how it is operated: --panel serves its touch panel as a web page\n' +
        `exit ${EXIT.badConfiguration}: bad arguments\n`,
    );
    return EXIT.badConfiguration;
  }
  const scenario = await scenarioIn(flags.scenario, flags.set);
  const onError = (error: unknown) => void stderr.write(`\nserver: ${String(error)}\n`);
  const open = await openPanel(scenario, flags, onError);
  stderr.write(`touch panel of kiosk ${open.panel.kiosk.id}: ${open.origin}  (Ctrl-C ends it)\n`);
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
  await open.close();
  return EXIT.pass;
}

/** Opens a server, a kiosk on its bus, and the page of its panel. */
export async function openPanel(
  asked: Scenario,
  flags: Pick<
    KioskFlags,
    'port' | 'at' | 'privacyTimeout' | 'server' | 'targetData' | 'targetBacks'
  >,
  onError: (error: unknown) => void,
): Promise<OpenPanel> {
  const scenario = flags.server === undefined ? withEveryCard(asked, flags.at) : keeping(asked);
  const originMs = instantMs(scenario.start);
  const chance = streams(1);
  const [kioskId = 'in-001'] = kioskIds(scenario);
  let runner: RealTime | undefined;
  const nowMs = () => originMs + (runner?.now() ?? 0);
  const verdicts = new PanelVerdicts(scenario, originMs);
  const events: TraceEvent[] = [];
  const journal = (event: TraceEvent) => {
    verdicts.see(event);
    events.push(event);
    if (events.length > EVENTS_KEPT) events.shift();
  };
  const ground = { scenario, chance, originMs, kioskId, nowMs, journal, onError };
  const line = await (flags.server === undefined
    ? openOwnServer(ground)
    : openServerOfOnesOwn(ground, flags));
  const clock = new RealTime();
  runner = clock;
  clock.failure.catch(onError);
  let served: ServedPanel | undefined;
  const close = async () => {
    await served?.close();
    clock.stop();
    await line.close();
  };
  try {
    const ports = portsOf(ground, line, clock, {
      verdicts,
      privacyMs: flags.privacyTimeout,
      onChange: () => served?.changed(),
    });
    const panel = new Panel(ports);
    line.attach(panel);
    const residents = await clock.run(testResidents(scenario, line.register));
    const { name } = scenario.municipality;
    const about = { kiosk: kioskId, municipality: name, server: line.description, residents };
    served = await servePanel({ panel, runner: clock, port: flags.port, about, onError });
    const { origin, changed } = served;
    return { origin, changed, panel, events, close };
  } catch (error) {
    await close();
    throw inUse(error, flags.port);
  }
}

/** What a panel stands on that is the scenario’s. */
function portsOf(
  { scenario, chance, kioskId, journal }: LineGround,
  { centre, place, register, fidelity, requestPrefix = '' }: KioskLine,
  runner: RealTime,
  {
    verdicts,
    privacyMs,
    onChange,
  }: { verdicts: PanelVerdicts; privacyMs: number; onChange: () => void },
): PanelPorts {
  const { municipality, printer, server } = scenario;
  const { code, name } = municipality;
  const timeoutMs = durationMs(server.timeout);
  const patience = { timeoutMs, attempts: server.attempts, pauseMs: durationMs(server.retryAfter) };
  const rng = chance.stream('outbox', kioskId);
  return {
    kioskId,
    runner,
    centre,
    outbox: new Outbox(kioskId, { runner, centre, timeoutMs, rng }),
    patience,
    recovery: recoveryOf(scenario),
    place,
    requestPrefix,
    pageReader: fidelity.pageReader,
    digestInfo: fidelity.digestInfo,
    printerSpeed: {
      firstPageMs: distributionOf(printer.firstPage),
      nextPageMs: durationMs(printer.nextPage),
    },
    chance: chance.stream('printer', kioskId),
    emit: journal,
    municipality: { code, name },
    *card(no): Process<TestCard | undefined> {
      const resident = yield* register.resident(code, no);
      if (resident === undefined) return undefined;
      const held = yield* fidelity.cards.card(code, no, resident.cardGeneration);
      const family = resident.domicile.municipality;
      return { held, elsewhere: family === code ? undefined : family };
    },
    *onWish(journey, residentNo, type) {
      const resident = yield* register.resident(code, residentNo);
      const { nonce: owner = '', domicile } = resident ?? {};
      const t = runner.now();
      const whose = { municipality: code, resident: residentNo, owner, age: ageOf(residentNo) };
      const isFamily = type.startsWith('family') && domicile?.municipality === code;
      const family = isFamily ? domicile.familyNo : undefined;
      journal({
        kind: 'arrived',
        t,
        journey,
        workload: 'panel',
        kiosk: kioskId,
        ...whose,
        type,
        family,
      });
    },
    verdictOf: (journey, sheet) => verdicts.of(journey, sheet),
    findingsOf: (journey) => verdicts.about(journey),
    wordsOf: (refusal) => (PROBLEMS as Record<string, { ja: string; en: string }>)[refusal],
    privacyMs,
    onChange,
  };
}

/** The scenario, of which every page is kept as a picture. */
function keeping(asked: Scenario): Scenario {
  return { ...asked, keepPages: 1_000_000, compareFronts: 1 };
}

/** The scenario’s city, in which every card is to be found and every page is kept as a picture. */
function withEveryCard(asked: Scenario, at: string): Scenario {
  const start = `${asked.start.slice(0, 10)}T${at}:00+09:00`;
  const citizens = { ...asked.citizens, cards: PURSES };
  return { ...keeping(asked), start, citizens };
}
