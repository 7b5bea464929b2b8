// The sounds, computed: no file to load, nothing that could be missing at three in the morning. Each
// is one period of a loop including its silence, so that the browser's audio thread repeats it and
// no timer of a background tab has to.

interface Pattern {
  /** Seconds from the start at which a pulse begins. */
  readonly onsets: readonly number[];
  /** Seconds of one pulse. */
  readonly pulse: number;
  /** Hertz, one for each pulse, around in a circle. */
  readonly pitches: readonly number[];
  /** Seconds until it begins again. */
  readonly period: number;
}

const run = (start: number, count: number, step: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => start + index * step);

/** Three and two, twice: the grammar of IEC 60601-1-8's high-priority burst. */
const TEN_PULSES = [
  ...run(0, 3, 0.26),
  ...run(0.96, 2, 0.26),
  ...run(1.9, 3, 0.26),
  ...run(2.86, 2, 0.26),
];

export const PATTERNS = {
  emergency: { onsets: TEN_PULSES, pulse: 0.17, pitches: [784, 784, 988, 988, 1175], period: 5 },
  attention: { onsets: run(0, 3, 0.4), pulse: 0.22, pitches: [659, 587, 523], period: 25 },
  notice: { onsets: [0], pulse: 0.25, pitches: [587], period: 1 },
  technical: { onsets: run(0, 2, 0.4), pulse: 0.28, pitches: [294, 247], period: 1 },
  lost: { onsets: run(0, 3, 1.1), pulse: 0.7, pitches: [262, 220, 196], period: 10 },
  test: { onsets: run(0, 2, 0.5), pulse: 0.45, pitches: [659, 784], period: 1 },
} as const satisfies Record<string, Pattern>;
export type PatternName = keyof typeof PATTERNS;

/** Softened edges: a pulse that begins at full height clicks. */
const EDGE = 0.018;

function envelope(at: number, length: number): number {
  if (at < 0 || at > length) return 0;
  return Math.min(1, at / EDGE, (length - at) / EDGE);
}

/** Overtones, because old ears and cheap loudspeakers both lose the fundamental. */
const voice = (phase: number): number =>
  (Math.sin(phase) +
    0.5 * Math.sin(2 * phase) +
    0.33 * Math.sin(3 * phase) +
    0.2 * Math.sin(4 * phase)) /
  1.6;

/** One period of the pattern as samples from -1 to 1. */
export function samplesOf(name: PatternName, rate: number): Float32Array<ArrayBuffer> {
  const { onsets, pulse, pitches, period }: Pattern = PATTERNS[name];
  const samples = new Float32Array(Math.round(period * rate));
  onsets.forEach((onset, index) => {
    const pitch = pitches[index % pitches.length] ?? 440;
    const first = Math.round(onset * rate);
    const last = Math.min(samples.length, Math.ceil((onset + pulse) * rate));
    for (let i = first; i < last; i++) {
      const at = i / rate - onset;
      samples[i] = envelope(at, pulse) * voice(2 * Math.PI * pitch * at);
    }
  });
  return samples;
}
