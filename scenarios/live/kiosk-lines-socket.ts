import { type BusConnection, type BusOptions, connectBus } from '../../devices/bus/bus-socket.ts';
import type { BusPlace } from '../../devices/citizen/visit.ts';
import type { Kiosk } from '../../devices/kiosk/kiosk.ts';
import { KioskOperator } from '../../devices/xfs/kiosk-operator.ts';
import type { KioskState, UnsettledIssuance } from '../../server/contract-bus.ts';
import type { Credentials } from '../../server/http/credentials.ts';
import { type Runner, ready } from '../../sim/process.ts';
import type { Streams } from '../../sim/rng.ts';

export interface LinesOptions extends Omit<BusOptions, 'onUnsettled' | 'rng'> {
  /** For the jitter of the pauses of each kiosk (seed 0). */
  readonly chance?: Streams;
  /** What the kiosks say to be (models of one version). */
  readonly identityOf?: (kioskId: string) => { readonly model: string; readonly software: string };
}

const MODEL = { model: 'kofu-model', software: '1' };

/** The lines of many kiosks to the device bus, and what the centre wants accounted for on them. */
export class KioskLines {
  readonly #connections = new Map<string, BusConnection>();
  readonly #operators = new Map<string, KioskOperator>();
  /** Asked before there were kiosks. */
  readonly #early: (readonly [string, readonly UnsettledIssuance[]])[] = [];
  #kiosks: ReadonlyMap<string, Kiosk> | undefined;

  /** Registers the kiosks one after the other. Rejects with a sentence if one cannot be. */
  async open(
    origin: string,
    credentials: Pick<Credentials, 'of'>,
    kioskIds: readonly string[],
    { chance, identityOf = () => MODEL, ...pauses }: LinesOptions = {},
  ): Promise<void> {
    for (const kioskId of kioskIds) {
      const credential = credentials.of('kiosk', kioskId);
      const registration = { kioskId, ...identityOf(kioskId), credential };
      const line = await connectBus(origin, registration, {
        ...pauses,
        ...(chance && { rng: chance.stream('bus', kioskId) }),
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

  /** Who makes a kiosk obey the operator of the fleet, on the clock of the kiosk. */
  operatorOf(kioskId: string, runner: Runner): KioskOperator {
    const line = () => this.#connections.get(kioskId);
    const operator = new KioskOperator(runner, {
      tell: (name, payload) => line()?.tell(name, payload),
      wantsDeviceEvents: () => line()?.wantsDeviceEvents ?? false,
    });
    this.#operators.set(kioskId, operator);
    return operator;
  }

  /** From now on these account for themselves, also for what was asked before, and obey. */
  attach(
    kiosks: readonly Kiosk[],
    onOperated: (kioskId: string, state: KioskState) => void = () => {},
  ): void {
    this.#kiosks = new Map(kiosks.map((kiosk) => [kiosk.id, kiosk]));
    for (const kiosk of kiosks) {
      const operator = this.#operators.get(kiosk.id);
      const service = operator?.serve(kiosk, (state) => onOperated(kiosk.id, state));
      if (service !== undefined) this.#connections.get(kiosk.id)?.serve(service);
    }
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
