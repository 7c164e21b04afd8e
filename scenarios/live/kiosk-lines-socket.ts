import { type BusConnection, type BusOptions, connectBus } from '../../devices/bus/bus-socket.ts';
import type { BusPlace } from '../../devices/citizen/visit.ts';
import type { Kiosk } from '../../devices/kiosk/kiosk.ts';
import type { UnsettledIssuance } from '../../server/contract-bus.ts';
import type { Credentials } from '../../server/http/credentials.ts';
import { ready } from '../../sim/process.ts';

/** The lines of many kiosks to the device bus, and what the centre wants accounted for on them. */
export class KioskLines {
  readonly #connections = new Map<string, BusConnection>();
  /** Asked before there were kiosks. */
  readonly #early: (readonly [string, readonly UnsettledIssuance[]])[] = [];
  #kiosks: ReadonlyMap<string, Kiosk> | undefined;

  /** Registers the kiosks one after the other. Rejects with a sentence if one cannot be. */
  async open(
    origin: string,
    credentials: Pick<Credentials, 'of'>,
    kioskIds: readonly string[],
    options: Omit<BusOptions, 'onUnsettled'> = {},
  ): Promise<void> {
    for (const kioskId of kioskIds) {
      const credential = credentials.of('kiosk', kioskId);
      const registration = { kioskId, model: 'kofu-model', software: '1', credential };
      const line = await connectBus(origin, registration, {
        ...options,
        onUnsettled: (unsettled) => this.#demand(kioskId, unsettled),
      });
      this.#connections.set(kioskId, line);
    }
  }

  /** The token of a kiosk while it is registered. */
  tokenOf(kioskId: string): string | undefined {
    return this.#connections.get(kioskId)?.token;
  }

  /** Cuts the lines of these kiosks. */
  cut(kioskIds: readonly string[]): void {
    for (const kioskId of kioskIds) this.#connections.get(kioskId)?.cut();
  }

  /** Lets these kiosks come back, all at once. */
  restore(kioskIds: readonly string[]): void {
    for (const kioskId of kioskIds) this.#connections.get(kioskId)?.restore();
  }

  /** The place of one of them: what is unsettled it is told as soon as it is registered again. */
  placeOf(kioskId: string): BusPlace {
    return {
      leave: () => this.cut([kioskId]),
      take: () => {
        this.restore([kioskId]);
        return ready([]);
      },
    };
  }

  /** From now on these account for themselves, also for what was asked before. */
  attach(kiosks: readonly Kiosk[]): void {
    this.#kiosks = new Map(kiosks.map((kiosk) => [kiosk.id, kiosk]));
    for (const [kioskId, unsettled] of this.#early.splice(0)) this.#demand(kioskId, unsettled);
  }

  close(): void {
    for (const connection of this.#connections.values()) connection.close();
    this.#connections.clear();
  }

  #demand(kioskId: string, unsettled: readonly UnsettledIssuance[]): void {
    if (this.#kiosks === undefined) this.#early.push([kioskId, unsettled]);
    else this.#kiosks.get(kioskId)?.reconcile(unsettled);
  }
}
