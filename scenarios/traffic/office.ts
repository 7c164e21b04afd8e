import type { CardRegistryOffice } from '../../server/cards/card-registry.ts';
import type { Revoking } from '../../server/cards/revocation.ts';
import type { ServerEvent } from '../../server/events.ts';
import { PROBLEMS } from '../../server/problems.ts';
import { BaseRegister } from '../../server/register/base-register.ts';
import type { ChangeLog } from '../../server/register/change-log.ts';
import { feedSettings } from '../../server/register/feed-plan.ts';
import { Office } from '../../server/register/office.ts';
import type { Register } from '../../server/register/register.ts';
import type { RegisterCopy, RegisterUpdate } from '../../server/register/register-update.ts';
import { UpdateFeed } from '../../server/register/update-feed.ts';
import type { Process, Runner } from '../../sim/process.ts';
import type { Streams } from '../../sim/rng.ts';
import type { FaultBoard } from '../injection/fault-board.ts';
import type { Scenario } from '../scenario.ts';
import { carryOut } from './office-plan.ts';

export interface OfficeGround {
  /** What the registers say as long as no office has changed anything. */
  readonly origin: Register;
  /** What the issuing server reads, and updates are brought to. */
  readonly copy: RegisterCopy;
  readonly log: ChangeLog;
  readonly cards: CardRegistryOffice;
  readonly revocations: Revoking;
  readonly chance: Streams;
  /** Its `now()` is the time since `originMs`. */
  readonly runner: Runner;
  readonly originMs: number;
  readonly journal: (event: ServerEvent) => void;
  readonly onError: (error: unknown) => void;
  /** What can befall the feed of updates. */
  readonly faults?: FaultBoard | undefined;
}

/** The office of the scenario’s municipality, with what stands behind it. */
export interface TownOffice {
  readonly office: Office;
  /** What is true and what has been entered. Read as a register it is the truth. */
  readonly base: BaseRegister;
  readonly feed: UpdateFeed;
}

/** An office whose doors are still closed. */
export function officeOf({ municipality }: Scenario, ground: OfficeGround): TownOffice {
  const {
    origin,
    copy,
    log,
    cards,
    revocations,
    chance,
    runner,
    originMs,
    journal,
    onError,
    faults,
  } = ground;
  const placeName = (code: string) => (code === municipality.code ? municipality.name : code);
  const base = new BaseRegister({ origin, log, streams: chance, placeName });
  const plan = feedSettings(municipality.feed);
  const settings = (update?: RegisterUpdate) => faults?.feed(plan, update) ?? plan;
  const clock = { runner, originMs, journal };
  const feed = new UpdateFeed({ ...clock, copy, streams: chance, settings, onError });
  const office = new Office({ ...clock, base, feed, cards, revocations });
  return { office, base, feed };
}

/**
 * Brings an office up to what its change log has: its changes are delivered again before anything
 * is issued. From then on it keeps its days and nights.
 */
export function* open({ office, base, feed }: TownOffice, runner: Runner): Process {
  yield* base.catchUp();
  yield* feed.catchUp(base.commitsSince(0).flatMap(({ updates }) => updates));
  runner.spawn(office.days());
  runner.spawn(feed.nightly());
}

/** The two at once, for who has nothing to do before. */
export function* openOffice(scenario: Scenario, ground: OfficeGround): Process<TownOffice> {
  const town = officeOf(scenario, ground);
  yield* open(town, ground.runner);
  return town;
}

/** An entry of the scenario that the office would not make, with the remedy. */
export class EntryRefused extends Error {
  override readonly name = 'EntryRefused';
}

/** Enters what the scenario has planned for the office, and throws if that cannot be done. */
export function enterPlanned(
  { office: plan }: Scenario,
  clock: { readonly office: Office; readonly runner: Runner; readonly originMs: number },
): Process {
  return carryOut(plan, {
    ...clock,
    onRefused: ({ operation }, code, index) => {
      const entry = `office.${index} (${operation}, day ${plan[index]?.day} at ${plan[index]?.at})`;
      const why = `${code}: ${PROBLEMS[code].en}`;
      throw new EntryRefused(`the office refuses ${entry}, ${why} Correct the scenario`);
    },
  });
}
