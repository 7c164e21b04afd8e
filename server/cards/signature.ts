import type { Process } from '../../sim/process.ts';
import type { Outcome } from '../problems.ts';

/** What a kiosk presents to prove that the card is there and its holder knows the PIN. */
export interface SignedChallenge {
  /** 利用者証明用電子証明書 as read from the card. */
  readonly certificate: Uint8Array;
  /** What the centre gave the card to sign. */
  readonly challenge: Uint8Array;
  /** What the card made of it. */
  readonly signature: Uint8Array;
  /** Civil time of the check, milliseconds since 1970-01-01T00:00Z. */
  readonly nowMs: number;
}

/**
 * The validity check of the centre: the authority issued the certificate, it is valid now, and its
 * key signed this challenge. Anything else, down to bytes that mean nothing, is a refusal:
 * 'certificate-invalid' is decided first, then 'signature-invalid'.
 */
export interface SignatureVerifier {
  /** Answers the serial number of the certificate (see `parseCardSerial` for who that is). */
  verify(signed: SignedChallenge): Process<Outcome<{ readonly serial: string }>>;
}
