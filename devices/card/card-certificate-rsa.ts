import { createHash, type KeyObject, sign } from 'node:crypto';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import {
  AlgorithmIdentifier,
  AttributeTypeAndValue,
  AttributeValue,
  AuthorityKeyIdentifier,
  BasicConstraints,
  Certificate,
  ExtendedKeyUsage,
  Extension,
  Extensions,
  id_ce_authorityKeyIdentifier,
  id_ce_basicConstraints,
  id_ce_extKeyUsage,
  id_ce_keyUsage,
  id_ce_subjectKeyIdentifier,
  id_kp_clientAuth,
  KeyIdentifier,
  KeyUsage,
  KeyUsageFlags,
  Name,
  RelativeDistinguishedName,
  SubjectKeyIdentifier,
  SubjectPublicKeyInfo,
  TBSCertificate,
  Time,
  Validity,
  Version,
} from '@peculiar/asn1-x509';
import type { Period } from './card-office.ts';
import type { KeyPair } from './card-personalisation.ts';

/** A pair of RSA keys, the public one as it stands in a certificate. */
export interface CardKeyPair {
  readonly privateKey: KeyObject;
  readonly publicKey: SubjectPublicKeyInfo;
}

/** Takes a fresh pair of node's as one for certificates. */
export function cardKeyPair(pair: {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}): CardKeyPair {
  const der = pair.publicKey.export({ type: 'spki', format: 'der' });
  return { privateKey: pair.privateKey, publicKey: AsnConvert.parse(der, SubjectPublicKeyInfo) };
}

/** A certification authority of our own (RFC 5280), which says in its name that it is a test. */
export class CertificateAuthority {
  /** Its self-signed certificate, DER. */
  readonly certificate: Uint8Array;
  readonly #key: KeyObject;
  readonly #name: Name;
  readonly #extensions: Extensions;

  /** For certificates with which users are authenticated, if not given for those of signatures. */
  constructor({ privateKey, publicKey }: CardKeyPair, period: Period, pair: KeyPair = 'user') {
    this.#key = privateKey;
    this.#name = AUTHORITIES[pair];
    const identifier = createHash('sha1').update(bytesOf(publicKey.subjectPublicKey)).digest();
    const authority = new AuthorityKeyIdentifier({ keyIdentifier: new KeyIdentifier(identifier) });
    this.#extensions = new Extensions([
      ...USES[pair],
      extension(id_ce_authorityKeyIdentifier, false, authority),
    ]);
    const usage = new KeyUsage(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign);
    const extensions = new Extensions([
      extension(id_ce_basicConstraints, true, new BasicConstraints({ cA: true })),
      extension(id_ce_keyUsage, true, usage),
      extension(id_ce_subjectKeyIdentifier, false, new SubjectKeyIdentifier(identifier)),
    ]);
    this.certificate = this.#sign('01', this.#name, publicKey, period, extensions);
  }

  /** A certificate of a card's key with this serial number (hexadecimal digits), DER. */
  issue(serial: string, publicKey: SubjectPublicKeyInfo, period: Period): Uint8Array {
    const subject = name([COUNTRY, 'JP'], [COMMON_NAME, serial]);
    return this.#sign(serial, subject, publicKey, period, this.#extensions);
  }

  #sign(
    serial: string,
    subject: Name,
    subjectPublicKeyInfo: SubjectPublicKeyInfo,
    { fromMs, untilMs }: Period,
    extensions: Extensions,
  ): Uint8Array {
    const validity = new Validity();
    validity.notBefore = new Time(fromMs);
    validity.notAfter = new Time(untilMs);
    const tbsCertificate = new TBSCertificate({
      version: Version.v3,
      serialNumber: bufferOf(Buffer.from(serial, 'hex')),
      signature: SHA256_WITH_RSA,
      issuer: this.#name,
      validity,
      subject,
      subjectPublicKeyInfo,
      extensions,
    });
    const signed = sign('sha256', bytesOf(AsnConvert.serialize(tbsCertificate)), this.#key);
    const signatureValue = bufferOf(signed);
    const signatureAlgorithm = SHA256_WITH_RSA;
    const certificate = new Certificate({ tbsCertificate, signatureAlgorithm, signatureValue });
    return bytesOf(AsnConvert.serialize(certificate));
  }
}

const SHA256_WITH_RSA = new AlgorithmIdentifier({
  algorithm: '1.2.840.113549.1.1.11',
  parameters: null,
});

const COMMON_NAME = '2.5.4.3';
const COUNTRY = '2.5.4.6';
const ORGANIZATION = '2.5.4.10';
const ORGANIZATIONAL_UNIT = '2.5.4.11';

const AUTHORITIES: Readonly<Record<KeyPair, Name>> = {
  user: authorityName('Test authority for user authentication'),
  signature: authorityName('Test authority for digital signatures'),
};

/** What the key of a card is for: to prove who it is, or to sign what somebody declares. */
const USES: Readonly<Record<KeyPair, readonly Extension[]>> = {
  user: [
    extension(id_ce_keyUsage, true, new KeyUsage(KeyUsageFlags.digitalSignature)),
    extension(id_ce_extKeyUsage, false, new ExtendedKeyUsage([id_kp_clientAuth])),
  ],
  signature: [
    extension(
      id_ce_keyUsage,
      true,
      new KeyUsage(KeyUsageFlags.digitalSignature | KeyUsageFlags.nonRepudiation),
    ),
  ],
};

function authorityName(unit: string): Name {
  return name([COUNTRY, 'JP'], [ORGANIZATION, 'kofu'], [ORGANIZATIONAL_UNIT, unit]);
}

function name(...attributes: readonly (readonly [string, string])[]): Name {
  return new Name(
    attributes.map(([type, text]) => {
      const value = new AttributeValue({ printableString: text });
      return new RelativeDistinguishedName([new AttributeTypeAndValue({ type, value })]);
    }),
  );
}

function extension(extnID: string, critical: boolean, value: unknown): Extension {
  return new Extension({
    extnID,
    critical,
    extnValue: new OctetString(AsnConvert.serialize(value)),
  });
}

function bytesOf(buffer: ArrayBuffer): Uint8Array {
  return new Uint8Array(buffer);
}

/** The library keeps every octet string as a buffer of its own. */
function bufferOf(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}
