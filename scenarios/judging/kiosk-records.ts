/**
 * One record for each kiosk, made when the kiosk is first heard of. A kiosk serves one citizen at a
 * time, so what is known of those being served fits into as many records as there are kiosks.
 */
export class KioskRecords<Record extends object> {
  readonly #make: (kiosk: string) => Record;
  readonly #records = new Map<string, Record>();
  /** Events of one kiosk come in groups: most often it is the same as the last time. */
  #lastKiosk: string | undefined;
  #last: Record | undefined;

  constructor(make: (kiosk: string) => Record) {
    this.#make = make;
  }

  of(kiosk: string): Record {
    if (kiosk === this.#lastKiosk && this.#last !== undefined) return this.#last;
    let record = this.#records.get(kiosk);
    if (record === undefined) {
      record = this.#make(kiosk);
      this.#records.set(kiosk, record);
    }
    this.#lastKiosk = kiosk;
    this.#last = record;
    return record;
  }

  /** All records, in the order in which their kiosks were first heard of. */
  all(): Iterable<Record> {
    return this.#records.values();
  }
}
