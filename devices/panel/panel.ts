import { DEFAULT_OPTIONS } from '../../server/contract.ts';
import { type Process, sleep } from '../../sim/process.ts';
import type { KioskEvent } from '../events.ts';
import type { GivenPrompt } from '../kiosk/prompts.ts';
import type { Screen } from '../kiosk/screen.ts';
import type { Stage, ThinkStage } from '../kiosk/stages.ts';
import { Attendance } from './attendance.ts';
import { Booth } from './booth.ts';
import { DAMAGED_CARD, layHands, touch } from './hands.ts';
import type { PanelAction } from './panel-action.ts';
import { actionsIn } from './panel-actions.ts';
import type { PanelPorts } from './panel-ports.ts';
import { type PanelPage, type PanelView, type SaidPrompt, said } from './panel-view.ts';
import { Person } from './person.ts';

/** What became of an action. */
export type ActionResult = 'done' | 'not-now' | 'no-such-resident';

/** How long before the screen is cleared the person is asked whether they are still there, ms. */
const WARNING_MS = 15_000;

/** How long the last screen of a journey stays, ms. */
const FAREWELL_MS = 20_000;

/** How often it is looked at whether somebody is still there, ms. */
const LOOK_MS = 250;

/** Prompts that a browser is told at once: some follow one another in no time. */
const PROMPTS_TOLD = 4;

/** Entries of the journal that the tester sees. */
const JOURNAL_LENGTH = 40;

/**
 * The touch panel of one kiosk: a person takes the place of the synthetic citizen, and everything
 * else is the kiosk that the runs have. What it shows is `view()`, what can be done is `act()`.
 */
export class Panel implements Screen {
  readonly #ports: PanelPorts;
  readonly #booth: Booth;
  #attendance: Attendance | undefined;
  #isShown = false;
  #journeys = 0;
  #touchedMs = 0;
  #clearsInMs: number | undefined;
  /** What stands on the screen when nobody is asked whether they are still there. */
  #asks: GivenPrompt = IDLE;
  #said: readonly SaidPrompt[] = [said(IDLE, 0)];
  #papersOf = -1;
  readonly #papers = new Map<number, Uint8Array | undefined>();
  #journal: readonly KioskEvent[] = [];

  constructor(ports: PanelPorts) {
    this.#ports = ports;
    const journal = (event: KioskEvent) => this.#journalled(event);
    this.#booth = new Booth(ports, this, journal, ports.onChange);
  }

  get kiosk() {
    return this.#booth.kiosk;
  }

  /** The picture of a sheet of the last document, as PNG. */
  picture(sheet: number): Uint8Array | undefined {
    return this.#papers.get(sheet);
  }

  show(stage: Stage): void {
    const at = this.#attendance;
    if (at === undefined) return;
    if (stage !== at.stage) {
      this.#touchedMs = this.#ports.runner.now();
      at.wrongPin = false;
    }
    at.stage = stage;
    this.#ports.onChange();
  }

  prompt(given: GivenPrompt): void {
    if (given.prompt !== 'still-there') this.#asks = given;
    const nth = (this.#said.at(-1)?.nth ?? 0) + 1;
    this.#said = [...this.#said.slice(1 - PROMPTS_TOLD), said(given, nth)];
    this.#ports.onChange();
  }

  pinWrong(triesLeft: number | undefined): void {
    const at = this.#attendance;
    if (at === undefined) return;
    at.wrongPin = true;
    at.triesLeft = triesLeft;
  }

  /** Does what a person or the tester has done, if it can be done now. */
  *act(done: PanelAction): Process<ActionResult> {
    const at = this.#attendance;
    const can = actionsIn(this.#screen, this.#asked);
    if (!can.includes(done.action)) return 'not-now';
    this.#touchedMs = this.#ports.runner.now();
    if (this.#clearsInMs !== undefined) this.prompt(this.#asks);
    this.#clearsInMs = undefined;
    if (done.action === 'insert-card') return yield* this.#insertCard(done);
    if (done.action === 'start') this.#begin();
    else if (done.action === 'finish') this.#clear();
    else if (!layHands(done, this.#booth) && at !== undefined) {
      const { number, resident, person } = at;
      if (done.action === 'confirm' && resident !== undefined && person.type !== undefined) {
        yield* this.#ports.onWish(number, resident, person.type);
      }
      touch(done, person, this.#booth);
    }
    this.#ports.onChange();
    return 'done';
  }

  *#insertCard(done: {
    readonly resident: number;
    readonly damaged: boolean;
  }): Process<ActionResult> {
    const found = yield* this.#ports.card(done.resident);
    const at = this.#attendance;
    if (found === undefined) return 'no-such-resident';
    if (at === undefined || at.person.hasCard || at.stage !== 'card-set') return 'not-now';
    const { held, elsewhere } = found;
    at.resident = done.resident;
    at.elsewhere = elsewhere;
    at.person.putCard(done.damaged ? { ...held, card: DAMAGED_CARD } : held);
    this.#ports.onChange();
    return 'done';
  }

  #begin(): void {
    const { runner, municipality, onChange } = this.#ports;
    const number = this.#journeys++;
    const person = new Person(municipality.code, DEFAULT_OPTIONS, onChange);
    const at = new Attendance(number, person, runner.now());
    this.#attendance = at;
    this.#isShown = true;
    runner.spawn(this.#journey(at));
  }

  *#journey(at: Attendance): Process {
    const { runner, requestPrefix } = this.#ports;
    const { number, person } = at;
    const watching = runner.spawn(this.#privacy(at));
    const end = yield* this.#booth.kiosk.serve(person.visit(number, runner.now(), requestPrefix));
    watching.cancel();
    this.#clearsInMs = undefined;
    at.close(end, runner.now());
    if (end.outcome === 'abandoned') this.prompt({ prompt: 'thanks' });
    // Who walks away leaves nothing to be read.
    if (end.reason === PRIVACY) this.#clear();
    else yield sleep(FAREWELL_MS);
    if (this.#attendance === at && this.#isShown) this.#clear();
  }

  /** Nothing of the journey is on the screen any more. */
  #clear(): void {
    this.#isShown = false;
    this.prompt(IDLE);
  }

  /** Ends the journey of somebody who is not there any more. */
  *#privacy({ person }: Attendance): Process {
    const { runner, privacyMs, onChange } = this.#ports;
    for (;;) {
      yield sleep(LOOK_MS);
      if (this.#asked === undefined) this.#touchedMs = runner.now();
      const leftMs = privacyMs - (runner.now() - this.#touchedMs);
      const warned = leftMs <= Math.min(WARNING_MS, privacyMs / 2) ? leftMs : undefined;
      const isNews = Math.ceil((warned ?? 0) / 1000) !== Math.ceil((this.#clearsInMs ?? 0) / 1000);
      if (warned !== undefined && this.#clearsInMs === undefined) {
        this.prompt({ prompt: 'still-there' });
      }
      this.#clearsInMs = warned;
      if (leftMs <= 0) break;
      if (isNews) onChange();
    }
    this.#clearsInMs = undefined;
    if (person.asked !== 'take') return person.leave(PRIVACY);
    person.lapse = { kind: 'forgets', what: 'paper', backAfterMs: Number.POSITIVE_INFINITY };
    person.go();
  }

  #journalled(event: KioskEvent): void {
    const { emit, onChange } = this.#ports;
    emit(event);
    const at = this.#attendance;
    at?.see(event);
    if (event.kind === 'document') this.#papers.clear();
    if (event.kind === 'page' || event.kind === 'page-unreadable') {
      const page = event.kind === 'page' ? event.page : event.sheet;
      this.#papersOf = event.journey;
      this.#papers.set(event.sheet, this.#booth.drawn[page - 1]?.png);
    }
    this.#journal = [...this.#journal, event].slice(-JOURNAL_LENGTH);
    onChange();
  }

  /** Everything that is to be seen now. */
  view(): PanelView {
    const at = this.#attendance;
    const { runner, municipality, wordsOf, recovery } = this.#ports;
    const { reader, payment, lever, printer, memory, givenBackYen, isCoinsJammed } = this.#booth;
    const screen = this.#screen;
    const isOpen = screen !== 'idle';
    const { screen: knows, document } = memory;
    return {
      kiosk: this.kiosk.id,
      screen,
      prompts: this.#said,
      actions: actionsIn(screen, this.#asked),
      clearsInMs: this.#clearsInMs,
      home: municipality,
      elsewhere: isOpen ? at?.elsewhere : undefined,
      digits: at?.person.digits ?? 0,
      triesLeft: at?.wrongPin ? at.triesLeft : undefined,
      offers: knows?.offers ?? [],
      withheld: (knows?.withheld ?? []).map((each) => ({ ...each, words: wordsOf(each.code) })),
      type: isOpen ? at?.person.type : undefined,
      options: at?.person.options ?? DEFAULT_OPTIONS,
      feeYen: document?.issuance.feeYen,
      pages: document?.issuance.pages,
      pagesOut: at?.pagesOut ?? 0,
      recovery: recovery.kind,
      insertedYen: payment.insertedYen,
      givenBackYen,
      journey: at?.view(runner.now(), wordsOf),
      devices: {
        card: reader.occupied,
        printer: lever.reason ?? (screen === 'print' ? 'printing' : 'ready'),
        sheetsInTray: printer.sheetsInTray,
        sheetsPrinted: printer.sheetsPrinted,
        takingsYen: payment.takingsYen,
        coinsJammed: isCoinsJammed,
      },
      findings: at === undefined ? [] : this.#ports.findingsOf(at.number),
      papers: [...this.#papers].map(([sheet, png]) => this.#paper(sheet, png)),
      journal: this.#journal,
    };
  }

  #paper(sheet: number, png: Uint8Array | undefined): PanelPage {
    const judged = this.#ports.verdictOf(this.#papersOf, sheet);
    const { verdict = 'unreadable', message = 'nobody has judged it' } = judged ?? {};
    const picture = png && `/papers/${this.#papersOf}/${sheet}.png`;
    return { sheet, verdict, message, picture };
  }

  get #screen(): PanelView['screen'] {
    const at = this.#attendance;
    if (at === undefined || !this.#isShown) return 'idle';
    return at.end === undefined ? at.stage : 'ended';
  }

  /** What is waited for from a person. */
  get #asked(): ThinkStage | undefined {
    const at = this.#attendance;
    if (this.#booth.payment.missingYen > 0) return 'pay';
    if (at?.stage === 'card-set' && at.end === undefined) {
      return at.person.hasCard ? undefined : 'card-set';
    }
    return at?.person.asked;
  }
}

const IDLE: GivenPrompt = { prompt: 'choose-service' };

/** Why a journey ended of somebody who was not there any more. */
const PRIVACY = 'privacy time-out';
