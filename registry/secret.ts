// Random secrets of bands, sessions and setup links. They are not words a person chose, so there is
// nothing to guess and one SHA-256 is the right way to keep them: argon2 would choke a storm of
// reconnecting bands.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const BAND_SECRET_BYTES = 16;
const TOKEN_BYTES = 32;

/** 128 random bits, base64url. */
export const newBandSecret = (): string => randomBytes(BAND_SECRET_BYTES).toString('base64url');
/** 256 random bits, base64url. */
export const newToken = (): string => randomBytes(TOKEN_BYTES).toString('base64url');

/** SHA-256, hexadecimal. */
export const hashSecret = (secret: string): string =>
  createHash('sha256').update(secret, 'utf8').digest('hex');

/** Takes the same time whether it matches early, late or not at all. */
export const sameHash = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
