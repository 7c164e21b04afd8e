import { freshWithinMs } from '../../server/register/feed-plan.ts';
import { FaultTimes } from '../injection/fault-times.ts';
import type { Oracle } from '../judging/oracle.ts';
import type { EventOf } from '../trace-events.ts';

/** Something an office has entered, at an instant of scenario time. */
interface Entered {
  readonly atMs: number;
  readonly version: number;
}

/** What a certificate must not miss that was asked for at some instant. */
interface Owed {
  readonly askedMs: number;
  readonly entry: Entered | undefined;
  /** Why it had to be refused, and since when. */
  readonly refusal: { readonly why: string; readonly atMs: number } | undefined;
}

/** What the offices have entered about residents and family registers of a municipality. */
class Offices {
  readonly #lateMs: number;
  readonly #residents = new Map<number, Entered[]>();
  readonly #families = new Map<number, Entered[]>();
  readonly #sealRevokedMs = new Map<number, number>();
  readonly #gone = new Map<number, { readonly why: string; readonly atMs: number }>();

  constructor(lateMs: number) {
    this.#lateMs = lateMs;
  }

  get isQuiet(): boolean {
    return this.#residents.size + this.#families.size === 0;
  }

  changed({ t, resident, change, version, residents, families }: EventOf<'register-changed'>) {
    for (const no of residents) this.#add(this.#residents, no, { atMs: t, version });
    for (const no of families) this.#add(this.#families, no, { atMs: t, version });
    if (change === 'revoke-seal') this.#sealRevokedMs.set(resident, t);
    else if (change === 'register-seal') this.#sealRevokedMs.delete(resident);
    else if (change === 'die') this.#gone.set(resident, { why: 'has died', atMs: t });
    else if (change === 'move-out') this.#gone.set(resident, { why: 'has moved out', atMs: t });
    else if (change === 'move-in') this.#gone.delete(resident);
  }

  owed({ resident, family, type }: EventOf<'arrived'>, askedMs: number): Owed | undefined {
    const untilMs = askedMs - this.#lateMs;
    const isOfFamily = type.startsWith('family');
    const kept = isOfFamily ? this.#families.get(family ?? -1) : this.#residents.get(resident);
    const entry = kept?.findLast(({ atMs }) => atMs < untilMs);
    const revokedMs = type === 'seal-registration' ? this.#sealRevokedMs.get(resident) : undefined;
    const refusals = [
      ...(revokedMs === undefined ? [] : [{ why: 'has no seal registered', atMs: revokedMs }]),
      ...(this.#gone.has(resident) ? [this.#gone.get(resident)] : []),
    ];
    const refusal = refusals.find((reason) => reason !== undefined && reason.atMs < untilMs);
    return entry || refusal ? { askedMs, entry, refusal } : undefined;
  }

  /** Keeps of each what may yet be owed: the last one that is old enough, and what came after. */
  #add(kept: Map<number, Entered[]>, no: number, entered: Entered): void {
    const before = kept.get(no) ?? [];
    const last = before.findLastIndex(({ atMs }) => atMs < entered.atMs - this.#lateMs);
    kept.set(no, [...before.slice(Math.max(0, last)), entered]);
  }
}

/**
 * What is certified is not older than the municipality promises (`feed.freshWithin`): the version
 * on the page is at least that which an office had entered so long before the request, and whoever
 * must be refused by then is refused. While a fault of the feed is on that the scenario asks for,
 * what an update would have brought may be missing: this is excused, and told as a notice.
 *
 * It keeps what was entered about each resident and family register that an office has changed
 * during the run, one entry and those of the last minutes, and who asks in each journey under way.
 */
export const freshness: Oracle = {
  name: 'freshness',
  asserts:
    'A certificate misses nothing an office entered longer ago than the municipality promises',
  assertsJa: '証明書は、約束の時間より前に窓口で処理された異動・廃止をすべて反映している',
  begin({ municipality }, _originMs, report, notice) {
    const lateMs = freshWithinMs(municipality.feed);
    const offices = new Offices(lateMs);
    const feedFaults = new FaultTimes('feed.');
    const askers = new Map<number, EventOf<'arrived'>>();
    const owing = new Map<number, Owed>();
    let judged = 0;
    let unjudged = 0;
    let excused = 0;
    const tell = (found: Parameters<typeof report>[0], enteredMs: number) => {
      // The update was on its way for as long as it may take, if nothing held it up.
      if (!feedFaults.wereOn(enteredMs, enteredMs + lateMs)) return report(found);
      excused += 1;
      notice({ ...found, message: `excused by a fault of the feed: ${found.message}` });
    };
    return {
      judged: () => judged,
      unjudged: () => unjudged,
      excused: () => excused,
      watch: {
        'fault-began': (event) => feedFaults.began(event),
        'fault-ended': (event) => feedFaults.ended(event),
        'register-changed': (event) => {
          if (event.municipality === municipality.code) offices.changed(event);
        },
        arrived: (event) => {
          askers.set(event.journey, event);
        },
        requested: ({ t, journey }) => {
          if (offices.isQuiet) return;
          const asker = askers.get(journey);
          const owed = asker && offices.owed(asker, t);
          if (owed !== undefined) owing.set(journey, owed);
        },
        document: ({ t, journey, kiosk, number }) => {
          const refusal = owing.size === 0 ? undefined : owing.get(journey)?.refusal;
          if (refusal === undefined) return;
          const since = spanText(t - refusal.atMs);
          const message = `document ${number} was issued to somebody who ${refusal.why}, for ${since}`;
          tell({ t, journey, kiosk, message }, refusal.atMs);
        },
        page: ({ t, journey, kiosk, sheet, registerVersion }) => {
          if (registerVersion === undefined) {
            unjudged += 1;
            return;
          }
          judged += 1;
          const owed = owing.size === 0 ? undefined : owing.get(journey);
          const entry = owed?.entry;
          if (entry === undefined || registerVersion >= entry.version) return;
          const before = spanText((owed?.askedMs ?? t) - entry.atMs);
          const message = `sheet ${sheet} certifies version ${registerVersion} of the register; version ${entry.version} had been entered ${before} before the request`;
          const sides = {
            asked: `version ${entry.version}`,
            delivered: `version ${registerVersion}`,
          };
          tell({ t, journey, kiosk, message, ...sides }, entry.atMs);
        },
        'page-unreadable': () => {
          unjudged += 1;
        },
        ended: ({ journey }) => {
          askers.delete(journey);
          if (owing.size > 0) owing.delete(journey);
        },
      },
    };
  },
};

function spanText(ms: number): string {
  const minutes = ms / 60_000;
  return minutes < 120 ? `${minutes.toFixed(1)} min` : `${(minutes / 60).toFixed(1)} h`;
}
