/** Starts real processes, kills them without warning, stops and continues them, and brings them back. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(__dirname, '../../..');
/** Minutes, when many others share the machine. */
const READY_WITHIN_MS = 240_000;

export interface ProcessSpec {
  readonly name: string;
  /** Path from the project's root. */
  readonly script: string;
  readonly env: Readonly<Record<string, string>>;
  /** Printed by the process once it works. */
  readonly readyWhen: string;
  readonly logFile: string;
}

/** A process of ours that is kept alive: whatever ends it, it is started again, unless it is held down. */
export class Kept {
  #child: ChildProcess | null = null;
  #ready: Promise<void> = Promise.resolve();
  #held = false;
  /** Times it ended without being killed by the harness. */
  endedByItself = 0;

  constructor(readonly spec: ProcessSpec) {}

  /** Starts it; settles when it says that it is ready. */
  start(): Promise<void> {
    this.#held = false;
    this.#ready = new Promise((resolve, reject) => {
      const log = createWriteStream(this.spec.logFile, { flags: 'a' });
      const child = spawn(process.execPath, ['--import', 'tsx', this.spec.script], {
        cwd: root,
        env: { ...process.env, ...this.spec.env, NODE_ENV: 'production' },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      this.#child = child;
      const late = setTimeout(() => reject(new Error(`${this.spec.name} was not ready in time.`)), READY_WITHIN_MS);
      const hear = (chunk: Buffer): void => {
        log.write(chunk);
        if (!chunk.toString().includes(this.spec.readyWhen)) return;
        clearTimeout(late);
        resolve();
      };
      child.stdout.on('data', hear);
      child.stderr.on('data', hear);
      child.once('exit', () => {
        clearTimeout(late);
        log.end();
        if (this.#child !== child) return;
        this.#child = null;
        if (this.#held) return resolve();
        this.endedByItself += 1;
        setTimeout(() => (this.#held ? resolve() : this.start().then(resolve, reject)), 300);
      });
    });
    this.#ready.catch(() => undefined);
    return this.#ready;
  }

  get ready(): Promise<void> {
    return this.#ready;
  }

  /** Undefined while it is down. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** kill -9; it stays down until `start`. */
  async kill(): Promise<void> {
    this.#held = true;
    const child = this.#child;
    if (!child) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
  }
}

/** The processes that a process started, and theirs: PostgreSQL's backends lead groups of their own. */
export function familyOf(pid: number): number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
      children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
    } catch {
      // It ended between the two looks.
    }
  }
  const all = (id: number): number[] => [id, ...(children.get(id) ?? []).flatMap(all)];
  return all(pid);
}

/** Sends a signal to a process and all its descendants; those that have ended meanwhile do not matter. */
export function signalFamily(pid: number, signal: NodeJS.Signals): void {
  for (const member of familyOf(pid)) {
    try {
      process.kill(member, signal);
    } catch {
      // Gone already.
    }
  }
}
