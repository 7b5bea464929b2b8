// What is heard. Every alarm is a loop of the audio thread, started and stopped from here; it goes
// on in a hidden tab. A browser keeps audio locked until somebody clicks: `sound` says how it is.
import { type Sound, soundOf } from './alarms.ts';
import { now, onBeat } from './clock.ts';
import { type PatternName, samplesOf } from './pulses.ts';
import { board, link, pause, sound } from './state.ts';

/** Half the usual rate: nothing in the sounds lies above 5 kHz, and they take half the memory. */
const RATE = 24_000;

const VOLUME: { readonly [Name in Exclude<Sound, 'none'>]: number } = {
  emergency: 0.6,
  'emergency-escalated': 1,
  attention: 0.35,
  lost: 0.6,
};

let context: AudioContext | undefined;
let doubted = false;
const buffers = new Map<PatternName, AudioBuffer>();
let playing: { readonly name: Sound; readonly source: AudioBufferSourceNode } | undefined;

function publish(): void {
  const running = context?.state === 'running';
  sound.set(running ? (doubted ? 'unconfirmed' : 'on') : 'locked');
  if (!running) silence();
  else follow();
}

/** Opens the audio device. Only a real click or key makes it run; call it from their handlers. */
export async function unlock(): Promise<boolean> {
  context ??= openContext();
  if (context.state !== 'running') {
    // Without a gesture the promise stays pending: whoever waits must not wait for ever.
    await Promise.race([
      context.resume().catch(() => {}),
      new Promise((done) => setTimeout(done, 500)),
    ]);
  }
  publish();
  return context.state === 'running';
}

function openContext(): AudioContext {
  const opened = new AudioContext({ latencyHint: 'interactive' });
  opened.addEventListener('statechange', publish);
  return opened;
}

/** What the officer answered to "did you hear it?". */
export function heardTheTest(heard: boolean): void {
  doubted = !heard;
  publish();
}

function bufferOf(audio: AudioContext, name: PatternName): AudioBuffer {
  const made = buffers.get(name);
  if (made) return made;
  const samples = samplesOf(name, RATE);
  const buffer = audio.createBuffer(1, samples.length, RATE);
  buffer.copyToChannel(samples, 0);
  buffers.set(name, buffer);
  return buffer;
}

function play(name: PatternName, volume: number, loop: boolean): AudioBufferSourceNode | undefined {
  if (context?.state !== 'running') return undefined;
  const source = context.createBufferSource();
  source.buffer = bufferOf(context, name);
  source.loop = loop;
  const gain = context.createGain();
  gain.gain.value = volume;
  source.connect(gain).connect(context.destination);
  source.start();
  return source;
}

function silence(): void {
  playing?.source.stop();
  playing = undefined;
}

export const playTest = (): void => void play('test', 0.5, false);

function wanted(): Sound {
  return soundOf(board.get(), link.get().state === 'lost', pause.get(), now());
}

/** Makes the loop that plays the one that should. */
function follow(): void {
  const name = wanted();
  if (playing?.name === name) return;
  silence();
  if (name === 'none') return;
  const pattern = name === 'emergency-escalated' ? 'emergency' : name;
  const source = play(pattern, VOLUME[name], true);
  if (source) playing = { name, source };
}

/** Notices and technical matters are told once, one tone for all that came, and only into silence. */
function tellNew(): () => void {
  let told: ReadonlySet<string> | undefined;
  return () => {
    const { seq, incidents } = board.get();
    if (seq === undefined) return;
    const fresh = told && [...incidents.values()].filter((each) => !told?.has(each.id));
    told = new Set(incidents.keys());
    if (fresh === undefined || playing !== undefined || pause.get() !== undefined) return;
    if (fresh.some((each) => each.priority === 'notice')) play('notice', 0.3, false);
    else if (fresh.some((each) => each.priority === 'technical')) play('technical', 0.3, false);
  };
}

/** From now on the board is heard. Returns how to stop. */
export function startSound(): () => void {
  const told = tellNew();
  const stops = [
    onBeat(publish),
    board.subscribe(follow),
    board.subscribe(told),
    link.subscribe(follow),
    pause.subscribe(follow),
  ];
  // Whatever the officer does first after a reload unlocks the sound. Not before the button of the mouse is
  // up again: the bar that asks for a click goes away then, and a click whose target moved is lost.
  const gesture = (): void => void (sound.get() === 'locked' && unlock());
  addEventListener('click', gesture, true);
  addEventListener('keydown', gesture, true);
  void unlock();
  return () => {
    for (const stop of stops) stop();
    removeEventListener('click', gesture, true);
    removeEventListener('keydown', gesture, true);
    silence();
  };
}
