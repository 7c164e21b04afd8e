import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import {
  AlgorithmIdentifier,
  AttributeTypeAndValue,
  AttributeValue,
  BasicConstraints,
  Certificate,
  ExtendedKeyUsage,
  Extension,
  Extensions,
  GeneralName,
  id_ce_basicConstraints,
  id_ce_extKeyUsage,
  id_ce_keyUsage,
  id_ce_subjectAltName,
  id_ce_subjectKeyIdentifier,
  id_kp_serverAuth,
  KeyUsage,
  KeyUsageFlags,
  Name,
  RelativeDistinguishedName,
  SubjectAlternativeName,
  SubjectKeyIdentifier,
  SubjectPublicKeyInfo,
  TBSCertificate,
  Time,
  Validity,
  Version,
} from '@peculiar/asn1-x509';

/** A key and its certificate as node:tls takes them, PEM. */
export interface TlsCredentials {
  readonly key: string;
  readonly cert: string;
  /** SHA-256 of the certificate, for whoever wants to compare it: AB:CD:… */
  readonly fingerprint: string;
}

const DAY_MS = 86_400_000;
const ECDSA_WITH_SHA256 = new AlgorithmIdentifier({ algorithm: '1.2.840.10045.4.3.2' });
const COMMON_NAME = '2.5.4.3';

/** A fresh key (P-256) and its self-signed certificate (RFC 5280): loopback only, for a year. */
export function selfSignedForLoopback(nowMs: number): TlsCredentials {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const spki = pair.publicKey.export({ type: 'spki', format: 'der' });
  const subjectPublicKeyInfo = AsnConvert.parse(spki, SubjectPublicKeyInfo);
  const name = new Name([
    new RelativeDistinguishedName([
      new AttributeTypeAndValue({
        type: COMMON_NAME,
        value: new AttributeValue({ utf8String: 'localhost' }),
      }),
    ]),
  ]);
  const validity = new Validity();
  validity.notBefore = new Time(nowMs - DAY_MS);
  validity.notAfter = new Time(nowMs + 365 * DAY_MS);
  const serial = randomBytes(16);
  // A serial number is positive and has no zeros in front.
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40;
  const tbsCertificate = new TBSCertificate({
    version: Version.v3,
    serialNumber: bufferOf(serial),
    signature: ECDSA_WITH_SHA256,
    issuer: name,
    validity,
    subject: name,
    subjectPublicKeyInfo,
    extensions: extensionsFor(subjectPublicKeyInfo),
  });
  const signed = sign(
    'sha256',
    new Uint8Array(AsnConvert.serialize(tbsCertificate)),
    pair.privateKey,
  );
  const certificate = new Certificate({
    tbsCertificate,
    signatureAlgorithm: ECDSA_WITH_SHA256,
    signatureValue: bufferOf(signed),
  });
  const der = Buffer.from(AsnConvert.serialize(certificate));
  const digest = createHash('sha256').update(der).digest('hex').toUpperCase();
  return {
    key: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: pem(der),
    fingerprint: (digest.match(/../g) ?? []).join(':'),
  };
}

function extensionsFor({ subjectPublicKey }: SubjectPublicKeyInfo): Extensions {
  const identifier = createHash('sha1').update(new Uint8Array(subjectPublicKey)).digest();
  const names = new SubjectAlternativeName([
    new GeneralName({ dNSName: 'localhost' }),
    new GeneralName({ iPAddress: '127.0.0.1' }),
    new GeneralName({ iPAddress: '::1' }),
  ]);
  return new Extensions([
    extension(id_ce_basicConstraints, true, new BasicConstraints({ cA: false })),
    extension(id_ce_keyUsage, true, new KeyUsage(KeyUsageFlags.digitalSignature)),
    extension(id_ce_extKeyUsage, false, new ExtendedKeyUsage([id_kp_serverAuth])),
    extension(id_ce_subjectAltName, false, names),
    extension(id_ce_subjectKeyIdentifier, false, new SubjectKeyIdentifier(identifier)),
  ]);
}

function extension(extnID: string, critical: boolean, value: unknown): Extension {
  const extnValue = new OctetString(AsnConvert.serialize(value));
  return new Extension({ extnID, critical, extnValue });
}

function pem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

/** The library keeps every octet string as a buffer of its own. */
function bufferOf(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}
