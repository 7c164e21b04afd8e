import type { DeviceStatus, Registration } from './contract-bus.ts';

/** Who a kiosk says it is; that it is so has been found out by its credential. */
export type KioskIdentity = Omit<Registration, 'credential'>;

/** A kiosk as the centre knows it from the device bus. */
export interface RegisteredKiosk extends KioskIdentity {
  /** Which connection speaks for it. */
  readonly connection: string;
  readonly device: DeviceStatus['device'];
  /** Instant of the last message, ms on the clock the fleet is told. */
  readonly heardAtMs: number;
}

export type RegistrationOutcome =
  | { readonly kind: 'registered'; readonly token: string }
  | { readonly kind: 'duplicate'; readonly connection: string };

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
  readonly #newToken: () => string;

  constructor(newToken: () => string) {
    this.#newToken = newToken;
  }

  register(identity: KioskIdentity, connection: string, nowMs: number): RegistrationOutcome {
    const { kioskId, model, software } = identity;
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
    return { kind: 'registered', token };
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

  #alive(kiosk: RegisteredKiosk, nowMs: number): boolean {
    return kiosk.device !== 'offline' && nowMs - kiosk.heardAtMs <= SILENCE_MS;
  }

  #forgetTokenOf(kioskId: string): void {
    const token = this.#tokens.get(kioskId);
    if (token !== undefined) this.#kioskByToken.delete(token);
    this.#tokens.delete(kioskId);
  }
}
