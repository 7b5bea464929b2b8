// Names of things. Each is a string of its own brand, so that a band's id cannot be passed where a
// resident's is meant; each is made by exactly one function here.

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** What a wristband calls itself: user name, client id and topic segment in one. */
export type BandId = Branded<'BandId'>;
export type ResidentId = Branded<'ResidentId'>;
/** A band's own name for one press, fall or reading; never used twice by that band. */
export type MessageId = Branded<'MessageId'>;
export type IncidentId = Branded<'IncidentId'>;
/** The name a member of staff signs in with; it is also what the record shows. */
export type StaffName = Branded<'StaffName'>;

const BAND_ID = /^[A-Za-z0-9_-]{1,64}$/;

/** A band id is safe in an MQTT topic and in a URL: letters, digits, `_` and `-`, at most 64. */
export const parseBandId = (text: unknown): BandId | undefined =>
  typeof text === 'string' && BAND_ID.test(text) ? (text as BandId) : undefined;

const RESIDENT_ID = /^[A-Za-z0-9_-]{1,64}$/;

export const parseResidentId = (text: unknown): ResidentId | undefined =>
  typeof text === 'string' && RESIDENT_ID.test(text) ? (text as ResidentId) : undefined;

export const MESSAGE_ID_LENGTH = 64;

/** Any text of 1 to 64 characters; numbers are taken by their decimal form. */
export function parseMessageId(value: unknown): MessageId | undefined {
  const text = typeof value === 'number' && Number.isFinite(value) ? String(value) : value;
  if (typeof text !== 'string' || text.length === 0 || text.length > MESSAGE_ID_LENGTH) {
    return undefined;
  }
  return text as MessageId;
}

const STAFF_NAME_LENGTH = 64;

/** Characters of a member of staff's password; NIST SP 800-63B section 5.1.1 asks for as many. */
export const SHORTEST_PASSWORD = 8;

export function parseStaffName(value: unknown): StaffName | undefined {
  if (typeof value !== 'string') return undefined;
  const name = value.normalize('NFC').trim();
  return name.length > 0 && name.length <= STAFF_NAME_LENGTH ? (name as StaffName) : undefined;
}

/**
 * The id of an incident follows from what raised it, so that a message delivered twice is the same
 * incident even on two machines. Characters that would not be safe in a URL are written `~hex.`.
 */
export const incidentIdFor = (kind: string, source: string, occasion: string): IncidentId =>
  `${kind}.${urlSafe(source)}.${urlSafe(occasion)}` as IncidentId;

const urlSafe = (text: string): string =>
  text.replace(/[^A-Za-z0-9_-]/gu, (char) => `~${(char.codePointAt(0) ?? 0).toString(16)}.`);

const INCIDENT_ID = /^[A-Za-z0-9_.~-]{1,1024}$/;

export const parseIncidentId = (text: unknown): IncidentId | undefined =>
  typeof text === 'string' && INCIDENT_ID.test(text) ? (text as IncidentId) : undefined;
