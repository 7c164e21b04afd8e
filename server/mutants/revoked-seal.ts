import type { Process } from '../../sim/process.ts';
import type { Mutant } from '../mutant.ts';
import type { EntryImage, RegisterCopy, RegisterUpdate } from '../register/register-update.ts';

/** S1: that a seal was revoked never reaches the issuing copy. */
export const revokedSeal: Mutant = {
  id: 'S1',
  title: {
    ja: '新潟市・さいたま市・熊本市：廃止済みの印鑑登録',
    en: 'Niigata, Saitama, Kumamoto: a revoked seal',
  },
  incident: 'Niigata 2023, Saitama 2021–2023, Kumamoto 2020–2023: 11 documents (P14, P23, P28)',
  mechanism: {
    ja: '印鑑登録の廃止が証明発行サーバに連携されず、廃止済みの印鑑登録証明書が交付される。',
    en: 'The cancellation of a seal registration is not propagated to the issuing server, at once or overnight, and certificates of the revoked seal are issued.',
  },
  plantedIn: 'copy of the registers',
  oracle: 'freshness',
  needs: 'a seal revoked by the office (`revoke-seal`), then asked for',
  plant: () => ({ copy: (sound) => new SealsKept(sound) }),
};

class SealsKept implements RegisterCopy {
  readonly #sound: RegisterCopy;

  constructor(sound: RegisterCopy) {
    this.#sound = sound;
  }

  resident(...key: Parameters<RegisterCopy['resident']>): ReturnType<RegisterCopy['resident']> {
    return this.#sound.resident(...key);
  }

  household(...key: Parameters<RegisterCopy['household']>): ReturnType<RegisterCopy['household']> {
    return this.#sound.household(...key);
  }

  taxRecord(...key: Parameters<RegisterCopy['taxRecord']>): ReturnType<RegisterCopy['taxRecord']> {
    return this.#sound.taxRecord(...key);
  }

  family(...key: Parameters<RegisterCopy['family']>): ReturnType<RegisterCopy['family']> {
    return this.#sound.family(...key);
  }

  /** A revocation is lost as a whole; what comes with other changes later leaves the seal valid. */
  *take(update: RegisterUpdate, takenAtMs: number): Process<boolean> {
    if (update.change === 'revoke-seal') return false;
    const images: EntryImage[] = [];
    for (const image of update.images) images.push(yield* this.#sealKept(image));
    return yield* this.#sound.take({ ...update, images }, takenAtMs);
  }

  *#sealKept(image: EntryImage): Process<EntryImage> {
    if (image.kind !== 'resident' || image.record?.sealRevoked !== true) return image;
    const held = yield* this.#sound.resident(image.municipality, image.no);
    if (held === undefined || held.sealRevoked) return image;
    return { ...image, record: { ...image.record, sealRevoked: false } };
  }
}
