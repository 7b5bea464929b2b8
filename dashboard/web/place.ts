// How an address is said. Communities write `3`, `3号楼` or `甲楼`; all of them must read well.

interface Place {
  readonly compound?: string;
  readonly building?: string;
  readonly unit?: string;
  readonly room?: string;
}

const bare = (text: string, ending: RegExp): string => text.replace(ending, '').trim();

const withWord = (text: string | undefined, word: string): string | undefined =>
  text !== undefined && /^\d+$/.test(text.trim()) ? `${text.trim()}${word}` : text;

/** `2-501`: what stands largest on a tile. */
export function shortRoom({ unit, room }: Place): string {
  const parts = [unit && bare(unit, /单元$/), room && bare(room, /室$/)];
  return parts.filter(Boolean).join('-') || '—';
}

export const buildingName = ({ building }: Place): string => withWord(building, '号楼') ?? '';

/** `岔河南里 3号楼 2单元 501`; empty when nothing is known. */
export const address = (place: Place): string =>
  [place.compound, buildingName(place), withWord(place.unit, '单元'), place.room]
    .filter(Boolean)
    .join(' ');

/** `13800000501` → `138 0000 0501`; other numbers stay as they are written. */
export function groupedPhone(phone: string): string {
  const digits = phone.replace(/[\s-]/g, '');
  return /^1\d{10}$/.test(digits)
    ? `${digits.slice(0, 3)} ${digits.slice(3, 7)} ${digits.slice(7)}`
    : phone;
}

/** Numbers inside words compare as numbers: 2号楼 before 10号楼. */
const collator = new Intl.Collator('zh-CN', { numeric: true });

const ORDER = ['compound', 'building', 'unit', 'room'] as const;

export function byPlace(a: Place, b: Place): number {
  for (const key of ORDER) {
    const difference = collator.compare(a[key] ?? '\uffff', b[key] ?? '\uffff');
    if (difference !== 0) return difference;
  }
  return 0;
}
