/** Keys: one listener for all of them, off while somebody types, and a list of what they do for the help sheet. */
import { useEffect, useRef, useSyncExternalStore } from 'react';

export interface Hotkey {
  /** `e`, `shift+x`, `mod+a`, `Enter`, `[`, or a sequence such as `g t`. */
  readonly keys: string;
  readonly label: string;
  /** Heading on the help sheet. */
  readonly group: string;
}

export interface Bound extends Hotkey {
  run(event: KeyboardEvent): void;
}

const SEQUENCE_MS = 1_200;
const OFF = 'caseclock-single-keys';
const bound: Bound[] = [];
let snapshot: readonly Hotkey[] = [];
const listeners = new Set<() => void>();
let before = { key: '', at: 0 };

function changed(): void {
  snapshot = bound.map(({ keys, label, group }) => ({ keys, label, group }));
  for (const listener of listeners) listener();
}

/** Does something at a key while the calling component is shown; the latest one to be shown wins. */
export function useHotkey(keys: string, run: (event: KeyboardEvent) => void, label: string, group = 'This page'): void {
  useHotkeys([{ keys, label, group, run }]);
}

/** The same for several keys whose number does not change. */
export function useHotkeys(hotkeys: readonly Bound[]): void {
  const latest = useRef(hotkeys);
  useEffect(() => {
    latest.current = hotkeys;
  });
  const named = JSON.stringify(hotkeys);
  useEffect(() => {
    const mine = (JSON.parse(named) as Hotkey[]).map((hotkey, n): Bound => ({
      ...hotkey,
      run: (event) => latest.current[n]?.run(event),
    }));
    bound.push(...mine);
    changed();
    return () => {
      for (const one of mine) bound.splice(bound.indexOf(one), 1);
      changed();
    };
  }, [named]);
}

export const useHotkeyList = (): readonly Hotkey[] =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => snapshot,
  );

export const areSingleKeysOn = (): boolean => localStorage.getItem(OFF) !== 'off';
/** Screen readers and speech input use single keys themselves (WCAG 2.1.4). */
export function switchSingleKeys(on: boolean): void {
  if (on) localStorage.removeItem(OFF);
  else localStorage.setItem(OFF, 'off');
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement)
    return true;
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'range'].includes(target.type);
}

/** Keys that a focused control answers itself. */
function isControls(event: KeyboardEvent): boolean {
  if (event.key !== 'Enter' && event.key !== ' ') return false;
  return (
    event.target instanceof HTMLElement && event.target.closest('a, button, input, [role=tab], [role=slider]') !== null
  );
}

function nameOf(event: KeyboardEvent): string {
  const key = event.key === ' ' ? 'Space' : event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const mod = event.ctrlKey || event.metaKey ? 'mod+' : '';
  // The shift that makes a `?` is part of it.
  const shift = event.shiftKey && /^([a-z]|[A-Z]\w+)$/.test(key) ? 'shift+' : '';
  return `${mod}${shift}${key}`;
}

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.altKey || event.isComposing) return;
  const name = nameOf(event);
  const isSingle = !name.startsWith('mod+') && name !== 'Escape';
  if (isSingle && (isTyping(event.target) || isControls(event) || !areSingleKeysOn())) return;
  // A dialog has the keys to itself; only what it binds itself and Escape pass, and those it handles.
  if (document.querySelector('[role=dialog][aria-modal=true]') && isSingle) return;
  const sequence = performance.now() - before.at < SEQUENCE_MS ? `${before.key} ${name}` : '';
  const hit = bound.findLast(({ keys }) => keys === sequence) ?? bound.findLast(({ keys }) => keys === name);
  before = { key: name, at: performance.now() };
  if (!hit || (isTyping(event.target) && name !== 'mod+k')) return;
  event.preventDefault();
  hit.run(event);
}

/** Returns how to stop listening. */
export function listenToKeys(): () => void {
  document.addEventListener('keydown', onKey);
  return () => document.removeEventListener('keydown', onKey);
}
