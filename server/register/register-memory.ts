import { type Process, ready } from '../../sim/process.ts';
import { inHouseholdOrder } from './household-order.ts';
import type { Family, Register, Resident, TaxRecord } from './register.ts';
import type { EntryImage, EntryKey, RegisterCopy, RegisterUpdate } from './register-update.ts';

/** What an entry said from an instant on. */
interface Held<A> {
  readonly version: number;
  readonly fromMs: number;
  /** Undefined: there has been no such entry since. */
  readonly record: A | undefined;
}

/** The versions of one entry, the oldest first. */
type Versions<A> = Held<A>[];

/** What has been changed in the registers of one municipality. */
class Shelf {
  readonly residents = new Map<number, Versions<Resident>>();
  readonly families = new Map<number, Versions<Family>>();
  /** By resident, then by year. */
  readonly taxes = new Map<number, Map<number, Versions<TaxRecord>>>();
  /** Everybody who was ever in a household that has been touched. */
  readonly households = new Map<number, Set<number>>();
}

/** Later than any instant: as it is now. */
const NOW = Number.POSITIVE_INFINITY;

/**
 * A register in memory: what has been changed, with the time from which each version held, laid
 * over a register of origin that is never written. Where nothing has been changed, reading it is
 * reading the origin.
 */
export class MemoryRegister implements RegisterCopy {
  readonly #origin: Register;
  readonly #shelves = new Map<string, Shelf>();

  constructor(origin: Register) {
    this.#origin = origin;
  }

  resident(municipality: string, no: number, atMs = NOW): Process<Resident | undefined> {
    const held = at(this.#shelves.get(municipality)?.residents.get(no), atMs);
    return held === undefined ? this.#origin.resident(municipality, no) : ready(held.record);
  }

  household(municipality: string, householdNo: number, atMs = NOW): Process<readonly Resident[]> {
    const everybody = this.#shelves.get(municipality)?.households.get(householdNo);
    if (everybody === undefined) return this.#origin.household(municipality, householdNo);
    return this.#members(municipality, householdNo, everybody, atMs);
  }

  taxRecord(
    municipality: string,
    no: number,
    year: number,
    atMs = NOW,
  ): Process<TaxRecord | undefined> {
    const held = at(this.#shelves.get(municipality)?.taxes.get(no)?.get(year), atMs);
    return held === undefined ? this.#origin.taxRecord(municipality, no, year) : ready(held.record);
  }

  family(municipality: string, no: number, atMs = NOW): Process<Family | undefined> {
    const held = at(this.#shelves.get(municipality)?.families.get(no), atMs);
    return held === undefined ? this.#origin.family(municipality, no) : ready(held.record);
  }

  /** The registers as they were at a civil instant, in ms. */
  asOf(atMs: number): Register {
    return {
      resident: (municipality, no) => this.resident(municipality, no, atMs),
      household: (municipality, householdNo) => this.household(municipality, householdNo, atMs),
      taxRecord: (municipality, no, year) => this.taxRecord(municipality, no, year, atMs),
      family: (municipality, no) => this.family(municipality, no, atMs),
    };
  }

  /**
   * Version of an entry, the last one from before a civil instant in ms if that is given; 0 where
   * there has never been one, and for a tax record that is as the origin has it.
   */
  *versionOf(key: EntryKey, beforeMs = NOW): Process<number> {
    const held = this.#versions(key)?.findLast(({ fromMs }) => fromMs < beforeMs);
    if (held !== undefined) return held.version;
    switch (key.kind) {
      case 'resident':
        return (yield* this.#origin.resident(key.municipality, key.no))?.version ?? 0;
      case 'family':
        return (yield* this.#origin.family(key.municipality, key.no))?.version ?? 0;
      case 'tax':
        return 0;
    }
  }

  /** Years of the tax records of a resident that are not, or not any more, as the origin says. */
  taxYears(municipality: string, no: number): Iterable<number> {
    return this.#shelves.get(municipality)?.taxes.get(no)?.keys() ?? [];
  }

  *take(update: RegisterUpdate, takenAtMs: number): Process<boolean> {
    const newer: EntryImage[] = [];
    for (const image of update.images) {
      if (image.version > (yield* this.versionOf(image))) newer.push(image);
    }
    yield* this.write(newer, takenAtMs);
    return newer.length > 0;
  }

  /** Makes these the versions that hold from an instant on, which is none before the last one. */
  *write(images: readonly EntryImage[], fromMs: number): Process {
    for (const image of images) {
      if (image.kind === 'resident') {
        // Who leaves a household must be missed there, too.
        const before = yield* this.resident(image.municipality, image.no);
        yield* this.#place(image.municipality, before);
        yield* this.#place(image.municipality, image.record);
      }
    }
    for (const image of images) this.#hold(image, fromMs);
  }

  #hold(image: EntryImage, fromMs: number): void {
    const shelf = this.#shelf(image.municipality);
    const { no, version } = image;
    switch (image.kind) {
      case 'resident':
        listOf(shelf.residents, no).push({ version, fromMs, record: image.record });
        break;
      case 'family':
        listOf(shelf.families, no).push({ version, fromMs, record: image.record });
        break;
      case 'tax': {
        const years = shelf.taxes.get(no) ?? new Map<number, Versions<TaxRecord>>();
        shelf.taxes.set(no, years);
        listOf(years, image.year).push({ version, fromMs, record: image.record });
      }
    }
  }

  /** Counts a resident among those who were ever in their household. */
  *#place(municipality: string, resident: Resident | undefined): Process {
    if (resident === undefined) return;
    const { no, householdNo } = resident;
    const { households } = this.#shelf(municipality);
    let everybody = households.get(householdNo);
    if (everybody === undefined) {
      const originals = yield* this.#origin.household(municipality, householdNo);
      everybody = new Set(originals.map((original) => original.no));
      households.set(householdNo, everybody);
    }
    everybody.add(no);
  }

  *#members(
    municipality: string,
    householdNo: number,
    everybody: Iterable<number>,
    atMs: number,
  ): Process<readonly Resident[]> {
    const members: Resident[] = [];
    for (const no of everybody) {
      const resident = yield* this.resident(municipality, no, atMs);
      if (resident?.householdNo === householdNo) members.push(resident);
    }
    return inHouseholdOrder(members);
  }

  #versions(key: EntryKey): Versions<unknown> | undefined {
    const shelf = this.#shelves.get(key.municipality);
    switch (key.kind) {
      case 'resident':
        return shelf?.residents.get(key.no);
      case 'family':
        return shelf?.families.get(key.no);
      case 'tax':
        return shelf?.taxes.get(key.no)?.get(key.year);
    }
  }

  #shelf(municipality: string): Shelf {
    const shelf = this.#shelves.get(municipality) ?? new Shelf();
    this.#shelves.set(municipality, shelf);
    return shelf;
  }
}

/** What held of an entry at an instant, unless it was still as the origin has it. */
function at<A>(versions: Versions<A> | undefined, atMs: number): Held<A> | undefined {
  if (versions === undefined || atMs === NOW) return versions?.at(-1);
  return versions.findLast(({ fromMs }) => fromMs <= atMs);
}

function listOf<A>(map: Map<number, A[]>, key: number): A[] {
  const list = map.get(key) ?? [];
  map.set(key, list);
  return list;
}
