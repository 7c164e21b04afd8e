import type { DeviceStatus, FleetMember, Registration } from './contract-bus.ts';

/** Who a kiosk says it is; that it is so has been found out by its credential. */
export type KioskIdentity = Omit<Registration, 'credential' | 'start'>;

/** A kiosk as the centre knows it from the device bus. */
export interface RegisteredKiosk extends KioskIdentity {
  /** Which connection speaks for it. */
  readonly connection: string;
  readonly device: DeviceStatus['device'];
  /** Instant of the last message, ms on the clock the fleet is told. */
  readonly heardAtMs: number;
}

export type RegistrationOutcome =
  /** `heard`: number of the last message of this start of the kiosk that has come. */
  | { readonly kind: 'registered'; readonly token: string; readonly heard: number }
  | { readonly kind: 'duplicate'; readonly connection: string };

/** How far the numbered messages of a kiosk have been heard. */
interface Hearing {
  /** Which start of the kiosk they are of. */
  readonly start: string | undefined;
  /** Number of the last one. */
  number: number;
  /** Heard in all, and missed: dropped by a kiosk that could not reach the centre for long. */
  events: number;
  missed: number;
}

/** A kiosk that has not been heard of for this long is offline. */
export const HEARTBEAT_MS = 10_000;
const SILENCE_MS = 3 * HEARTBEAT_MS;

/**
 * Who is on the device bus. An identity belongs to one connection at a time: a second one that
 * claims it is refused while the first is alive, and takes over when it is gone. A connection has
 * one identity: when it claims another, it leaves the one before.
 */
export class Fleet {
  readonly #kiosks = new Map<string, RegisteredKiosk>();
  readonly #kioskByConnection = new Map<string, string>();
  readonly #kioskByToken = new Map<string, string>();
  readonly #tokens = new Map<string, string>();
  readonly #hearings = new Map<string, Hearing>();
  readonly #newToken: () => string;

  constructor(newToken: () => string) {
    this.#newToken = newToken;
  }

  register(
    identity: KioskIdentity & Pick<Registration, 'start'>,
    connection: string,
    nowMs: number,
  ): RegistrationOutcome {
    const { kioskId, model, software, start } = identity;
    const known = this.#kiosks.get(kioskId);
    if (known !== undefined && known.connection !== connection && this.#alive(known, nowMs)) {
      return { kind: 'duplicate', connection: known.connection };
    }
    if (this.#kioskByConnection.get(connection) !== kioskId) this.disconnected(connection);
    this.#forgetTokenOf(kioskId);
    if (known !== undefined) this.#kioskByConnection.delete(known.connection);
    const token = this.#newToken();
    this.#tokens.set(kioskId, token);
    this.#kioskByToken.set(token, kioskId);
    this.#kioskByConnection.set(connection, kioskId);
    const kiosk = { kioskId, model, software, connection, heardAtMs: nowMs };
    this.#kiosks.set(kioskId, { ...kiosk, device: 'online' });
    return { kind: 'registered', token, heard: this.#hearing(kioskId, start).number };
  }

  /** What is numbered goes on after what was heard before, unless the kiosk has started anew. */
  #hearing(kioskId: string, start: string | undefined): Hearing {
    const before = this.#hearings.get(kioskId);
    if (before !== undefined && start !== undefined && before.start === start) return before;
    const { events = 0, missed = 0 } = before ?? {};
    const hearing = { start, number: 0, events, missed };
    this.#hearings.set(kioskId, hearing);
    return hearing;
  }

  /** Kiosks whose connections stand. */
  get connected(): number {
    return this.#kioskByConnection.size;
  }

  /** Notes a heartbeat or a change of status. Answers false if the connection is not registered. */
  heard(connection: string, nowMs: number, device?: DeviceStatus['device']): boolean {
    const kiosk = this.#kiosks.get(this.#kioskByConnection.get(connection) ?? '');
    if (kiosk === undefined) return false;
    this.#kiosks.set(kiosk.kioskId, {
      ...kiosk,
      device: device ?? kiosk.device,
      heardAtMs: nowMs,
    });
    return true;
  }

  /** Notes a numbered message. Answers whether it is the first time that it comes. */
  heardFirst(connection: string, number: number): boolean {
    const hearing = this.#hearings.get(this.kioskAt(connection) ?? '');
    if (hearing === undefined || number <= hearing.number) return false;
    hearing.missed += number - hearing.number - 1;
    hearing.events += 1;
    hearing.number = number;
    return true;
  }

  /** Which kiosk a connection speaks for, or undefined. */
  kioskAt(connection: string): string | undefined {
    return this.#kioskByConnection.get(connection);
  }

  /** Which connection speaks for a kiosk, or undefined if none does. */
  connectionOf(kioskId: string): string | undefined {
    const connection = this.#kiosks.get(kioskId)?.connection;
    return connection !== undefined && this.kioskAt(connection) === kioskId
      ? connection
      : undefined;
  }

  /** The connection has gone: its kiosk is offline and its token is worth nothing. */
  disconnected(connection: string): void {
    const kiosk = this.#kiosks.get(this.#kioskByConnection.get(connection) ?? '');
    this.#kioskByConnection.delete(connection);
    if (kiosk === undefined) return;
    this.#forgetTokenOf(kiosk.kioskId);
    this.#kiosks.set(kiosk.kioskId, { ...kiosk, device: 'offline' });
  }

  /** Which kiosk a token speaks for, or undefined. */
  kioskOf(token: string): string | undefined {
    return this.#kioskByToken.get(token);
  }

  /** All kiosks ever registered, with those silent for too long shown as offline. */
  list(nowMs: number): readonly RegisteredKiosk[] {
    return [...this.#kiosks.values()].map((kiosk) =>
      this.#alive(kiosk, nowMs) ? kiosk : { ...kiosk, device: 'offline' },
    );
  }

  /** Kiosks whose names begin with one of these, all without any, in the order of their names. */
  members(prefixes: readonly string[], nowMs: number): readonly FleetMember[] {
    return this.list(nowMs)
      .filter(({ kioskId }) => prefixes.length === 0 || startsWithAny(kioskId, prefixes))
      .map(({ kioskId, model, software, device, heardAtMs }) => {
        const { events = 0, missed = 0 } = this.#hearings.get(kioskId) ?? {};
        const silentMs = Math.max(0, nowMs - heardAtMs);
        const onBus = this.connectionOf(kioskId) !== undefined;
        return { kioskId, model, software, device, onBus, silentMs, events, missed };
      })
      .sort((one, other) => (one.kioskId < other.kioskId ? -1 : 1));
  }

  #alive(kiosk: RegisteredKiosk, nowMs: number): boolean {
    // By its connection: one that its operator has taken out of service is offline and alive.
    const stands = this.#kioskByConnection.get(kiosk.connection) === kiosk.kioskId;
    return stands && nowMs - kiosk.heardAtMs <= SILENCE_MS;
  }

  #forgetTokenOf(kioskId: string): void {
    const token = this.#tokens.get(kioskId);
    if (token !== undefined) this.#kioskByToken.delete(token);
    this.#tokens.delete(kioskId);
  }
}

function startsWithAny(name: string, prefixes: readonly string[]): boolean {
  return prefixes.some((prefix) => name.startsWith(prefix));
}
