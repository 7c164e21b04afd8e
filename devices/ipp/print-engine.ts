import type { Process, Runner } from '../../sim/process.ts';
import { Signal, within } from '../../sim/waiting.ts';
import { CONDITIONS, type ConditionName, type PrinterFault } from './printer-condition.ts';

export interface PrintEngineSettings {
  /** Impressions a minute once it prints; a sheet with two sides takes twice as long. */
  readonly pagesPerMinute: number;
  /** From the start of a job until its first sheet lies in the output tray, ms. */
  readonly firstPageMs: number;
  /** Sheets in each tray, full, by the media in it (PWG 5101.1), e.g. iso_a4_210x297mm. */
  readonly trays: Readonly<Record<string, number>>;
  /** Sheets that the output tray takes. */
  readonly outputSheets: number;
  /** Impressions of a full toner cartridge. */
  readonly tonerImpressions: number;
}

/** What its counters show since it was installed. */
export interface PrintCounters {
  readonly sheets: number;
  readonly impressions: number;
  /** Sheets that were spoilt under way. */
  readonly spoiltSheets: number;
}

/** Share of a supply below which the engine warns. */
const LOW = 0.1;

/**
 * The paper path of a printer: draws sheets in one after the other, counts what came out whole, and
 * stands still while something is the matter. It knows nothing of jobs.
 */
export class PrintEngine {
  readonly settings: PrintEngineSettings;
  readonly #runner: Runner;
  readonly #onChange: () => void;
  readonly #conditions = new Set<ConditionName>();
  #scheduled: PrinterFault[] = [];
  #trays: Map<string, number>;
  #outputSheets = 0;
  #tonerLeft: number;
  #counters: PrintCounters = { sheets: 0, impressions: 0, spoiltSheets: 0 };
  #attention = new Signal();

  constructor(runner: Runner, settings: PrintEngineSettings, onChange: () => void = () => {}) {
    this.#runner = runner;
    this.settings = settings;
    this.#onChange = onChange;
    this.#trays = new Map(Object.entries(settings.trays));
    this.#tonerLeft = settings.tonerImpressions;
  }

  /** What is the matter, in the order in which it came about. */
  get conditions(): readonly ConditionName[] {
    return [...this.#conditions];
  }

  get counters(): PrintCounters {
    return this.#counters;
  }

  /** Whether no sheet is drawn in until somebody has seen to it. */
  get isStopped(): boolean {
    return this.conditions.some((name) => CONDITIONS[name].stops !== 'never');
  }

  /** Sheets left by media. */
  get trays(): ReadonlyMap<string, number> {
    return this.#trays;
  }

  /** From 0 to 100. */
  get tonerPercent(): number {
    return Math.ceil((100 * this.#tonerLeft) / this.settings.tonerImpressions);
  }

  /** Sheets that nobody has taken. */
  get sheetsInOutput(): number {
    return this.#outputSheets;
  }

  /** For a single impression, ms. */
  get impressionMs(): number {
    return 60_000 / this.settings.pagesPerMinute;
  }

  /** Lets something be the matter, now or at a later sheet. */
  inject(fault: PrinterFault): void {
    if (fault.atSheet === undefined) this.#begin(fault.condition);
    else this.#scheduled = [...this.#scheduled, fault];
  }

  /** Somebody has seen to one thing, or to all and whatever was still to come. */
  clear(condition?: ConditionName): void {
    const cleared = condition === undefined ? [...this.#conditions] : [condition];
    const isAbout = (each: PrinterFault) => condition === undefined || each.condition === condition;
    this.#scheduled = this.#scheduled.filter((each) => !isAbout(each));
    for (const each of cleared) {
      this.#conditions.delete(each);
      this.#refill(each);
    }
    this.#warn();
    this.ring();
  }

  /** Somebody takes all sheets out of the output tray. */
  takeSheets(): void {
    this.clear('output-full');
  }

  /** Lets whoever waits here look again at what holds. */
  ring(): void {
    const attention = this.#attention;
    this.#attention = new Signal();
    attention.fire();
    this.#onChange();
  }

  /** Waits until something changes, or so long. */
  *change(ms: number): Process {
    yield* within(ms, this.#attention.wait());
  }

  /** Waits so long, unless `isOver` says before that there is no point; answers whether it did. */
  *wait(ms: number, isOver: () => boolean): Process<boolean> {
    const untilMs = this.#runner.now() + ms;
    while (!isOver()) {
      const leftMs = untilMs - this.#runner.now();
      // Less than the runner's resolution is no time: to wait for it would never end.
      if (leftMs < 0.001) return true;
      yield* this.change(leftMs);
    }
    return false;
  }

  /**
   * Draws a sheet in and prints its sides. Answers `out` once it lies whole in the output tray,
   * `spoilt` if it was lost under way, `stopped` if it was not even drawn in.
   */
  *feed(media: string, impressions: number): Process<'out' | 'spoilt' | 'stopped'> {
    const due = this.#due();
    for (const each of due) if (CONDITIONS[each].stops !== 'drawing') this.#begin(each);
    if (this.#trays.get(media) === 0) this.#begin('empty');
    if (this.#outputSheets >= this.settings.outputSheets) this.#begin('output-full');
    if (this.#tonerLeft <= 0) this.#begin('toner-empty');
    if (this.isStopped) return 'stopped';
    this.#trays.set(media, (this.#trays.get(media) ?? 1) - 1);
    let cameOut = false;
    try {
      yield* this.#draw(impressions, due);
      cameOut = !this.#isSpoiling;
    } finally {
      // A sheet under way when the power goes is spoilt like any other.
      this.#count(cameOut ? { sheets: 1, impressions } : { spoiltSheets: 1 });
      this.#tonerLeft = Math.max(0, this.#tonerLeft - impressions);
      if (cameOut) this.#outputSheets += 1;
    }
    this.#warn();
    return cameOut ? 'out' : 'spoilt';
  }

  /** The sheet is under way, unless something spoils it. */
  *#draw(impressions: number, due: readonly ConditionName[]): Process {
    const halfMs = (impressions * this.impressionMs) / 2;
    const isOver = () => this.#isSpoiling;
    yield* this.wait(halfMs, isOver);
    for (const each of due) this.#begin(each);
    yield* this.wait(halfMs, isOver);
  }

  get #isSpoiling(): boolean {
    return this.conditions.some((name) => CONDITIONS[name].stops === 'drawing');
  }

  #count({ sheets = 0, impressions = 0, spoiltSheets = 0 }: Partial<PrintCounters>): void {
    const before = this.#counters;
    this.#counters = {
      sheets: before.sheets + sheets,
      impressions: before.impressions + impressions,
      spoiltSheets: before.spoiltSheets + spoiltSheets,
    };
  }

  /** What was foreseen for the sheet that is now drawn in. */
  #due(): readonly ConditionName[] {
    const counted = this.#scheduled.map((each) => ({ ...each, atSheet: (each.atSheet ?? 1) - 1 }));
    this.#scheduled = counted.filter(({ atSheet }) => atSheet > 0);
    return counted.flatMap(({ atSheet, condition }) => (atSheet > 0 ? [] : [condition]));
  }

  #begin(condition: ConditionName): void {
    if (this.#conditions.has(condition)) return;
    this.#conditions.add(condition);
    this.ring();
  }

  #refill(condition: ConditionName): void {
    const { trays, tonerImpressions } = this.settings;
    if (condition === 'empty' || condition === 'low') this.#trays = new Map(Object.entries(trays));
    if (condition.startsWith('toner')) this.#tonerLeft = tonerImpressions;
    if (condition.startsWith('output')) this.#outputSheets = 0;
  }

  /** Warnings come by themselves when a supply runs low, and go when it is refilled. */
  #warn(): void {
    const { trays, outputSheets, tonerImpressions } = this.settings;
    const isLow = [...this.#trays].some(([media, left]) => left <= LOW * (trays[media] ?? 0));
    if (isLow) this.#begin('low');
    if (this.#tonerLeft <= LOW * tonerImpressions) this.#begin('toner-low');
    if (this.#outputSheets >= (1 - LOW) * outputSheets) this.#begin('output-nearly-full');
  }
}
