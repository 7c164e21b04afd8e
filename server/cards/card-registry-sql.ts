import { type Process, perform } from '../../sim/process.ts';
import type { Database, Row, Statement, Value } from '../database/database.ts';
import {
  type CardOrigin,
  type CardRegistryOffice,
  type NewCard,
  PIN_TRIES,
  type PinAnswer,
  type PinTry,
  type RegisteredCard,
} from './card-registry.ts';
import type { PinDigest } from './pin-digest.ts';

/** A card that has been unregistered keeps its row: its origin must not bring it back. */
const FIND: Statement = {
  name: 'card.find',
  text: `
    select card_id as "cardId", kind, resident_no as "residentNo", generation,
      usable_from_ms as "usableFromMs", wrong_pins as "wrongPins", registered
    from registered_card where municipality = $1 and card_id = $2`,
};

const MATERIALISE: Statement = {
  name: 'card.materialise',
  text: `
    insert into registered_card (municipality, card_id, kind, resident_no, generation,
      usable_from_ms, pin_digest)
    values ($1, $2, $3, $4, $5, $6, $7)
    on conflict (municipality, card_id) do nothing`,
};

/**
 * One atomic statement: entries of a PIN made at the same time wait for the row and see each
 * other's count, so there is never a fourth try. An entry that is made again is not counted again.
 */
const TRY_PIN: Statement = {
  name: 'card.try-pin',
  text: `
    with tried as (
      update registered_card set
        wrong_pins = case
          when last_entry = $4 then wrong_pins
          when pin_digest = $3 then 0
          else wrong_pins + 1 end,
        last_entry = $4
      where municipality = $1 and card_id = $2 and registered
        and (wrong_pins < ${PIN_TRIES} or last_entry = $4)
      returning pin_digest = $3 as same, wrong_pins
    )
    select case
        when wrong_pins >= ${PIN_TRIES} then 'locked'
        when same then 'right'
        else 'wrong' end as answer
      from tried
    union all
    select 'locked' from registered_card
      where municipality = $1 and card_id = $2 and registered and not exists (select from tried)`,
};

const REGISTER: Statement = {
  name: 'card.register',
  text: `
    insert into registered_card as held (municipality, card_id, kind, resident_no, generation,
      usable_from_ms, pin_digest)
    values ($1, $2, $3, $4, $5, $6, $7)
    on conflict (municipality, card_id) do update set
      kind = excluded.kind, resident_no = excluded.resident_no, generation = excluded.generation,
      usable_from_ms = excluded.usable_from_ms, pin_digest = excluded.pin_digest,
      wrong_pins = 0, last_entry = '', registered = true
    where not held.registered
    returning 1 as done`,
};

const UNREGISTER: Statement = {
  name: 'card.unregister',
  text: `
    update registered_card set registered = false
    where municipality = $1 and card_id = $2 and registered returning 1 as done`,
};

const RESET_PIN: Statement = {
  name: 'card.reset-pin',
  text: `
    update registered_card set pin_digest = $3, wrong_pins = 0, last_entry = ''
    where municipality = $1 and card_id = $2 and registered returning 1 as done`,
};

/**
 * The registry in a database that `migrate` has prepared, materialised on demand: a card that has
 * no row yet is taken from the origin when it is first asked about, and from then on the row is
 * what counts. Real time only.
 */
export class SqlCardRegistry implements CardRegistryOffice {
  readonly #database: Database;
  readonly #origin: CardOrigin;
  readonly #digest: PinDigest;

  constructor(database: Database, origin: CardOrigin, digest: PinDigest) {
    this.#database = database;
    this.#origin = origin;
    this.#digest = digest;
  }

  *find(municipality: string, cardId: string): Process<RegisteredCard | undefined> {
    const row = yield* this.#row(municipality, cardId);
    if (row?.['registered'] !== true) return undefined;
    const { registered: _, ...card } = row;
    return card as unknown as RegisteredCard;
  }

  *tryPin({ municipality, cardId, pin, attempt }: PinTry): Process<PinAnswer> {
    const digest = this.#digest(municipality, cardId, pin);
    const values = [municipality, cardId, digest, `${attempt} ${digest}`];
    const [answered] = yield* this.#ask(TRY_PIN, values);
    if (answered !== undefined) return answered['answer'] as PinAnswer;
    if ((yield* this.find(municipality, cardId)) === undefined) return 'unknown-card';
    const [materialised] = yield* this.#ask(TRY_PIN, values);
    return materialised === undefined ? 'unknown-card' : (materialised['answer'] as PinAnswer);
  }

  *register(municipality: string, card: NewCard): Process<boolean> {
    // The origin's card first, if it has one: what is registered there is registered already.
    yield* this.#row(municipality, card.cardId);
    return (yield* this.#ask(REGISTER, this.#values(municipality, card))).length > 0;
  }

  *unregister(municipality: string, cardId: string): Process<boolean> {
    yield* this.#row(municipality, cardId);
    return (yield* this.#ask(UNREGISTER, [municipality, cardId])).length > 0;
  }

  *resetPin(municipality: string, cardId: string, pin: string): Process<boolean> {
    yield* this.#row(municipality, cardId);
    const digest = this.#digest(municipality, cardId, pin);
    return (yield* this.#ask(RESET_PIN, [municipality, cardId, digest])).length > 0;
  }

  /** The card's row, made from the origin if there is none yet. */
  *#row(municipality: string, cardId: string): Process<Row | undefined> {
    const key = [municipality, cardId];
    const [row] = yield* this.#ask(FIND, key);
    if (row !== undefined) return row;
    const original = yield* this.#origin.card(municipality, cardId);
    if (original === undefined) return undefined;
    yield* this.#ask(MATERIALISE, this.#values(municipality, original));
    // Read again: another server may have written the card first, and changed it since.
    const [written] = yield* this.#ask(FIND, key);
    return written;
  }

  #ask(statement: Statement, values: readonly Value[]): Process<readonly Row[]> {
    return perform(() => this.#database.query(statement, values));
  }

  #values(municipality: string, card: NewCard): readonly Value[] {
    const { cardId, kind, residentNo, generation, usableFromMs, pin } = card;
    const digest = this.#digest(municipality, cardId, pin);
    return [municipality, cardId, kind, residentNo, generation, Math.floor(usableFromMs), digest];
  }
}
