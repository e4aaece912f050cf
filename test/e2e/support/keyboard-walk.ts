/**
 * Walks a page by Tab alone, from its top to its end, and says what a person without a pointer cannot do there: a
 * control that Tab never reaches, something that only a pointer can press, a focus that cannot be seen or is covered,
 * a place that keeps the focus. What stands inside a composite control (tabs, menus, radio buttons, rows) is reached by its
 * arrow keys: one of its members must be on Tab's way.
 */
import type { Page } from 'playwright-core';

declare global {
  interface Window {
    /** A control, and what may stand for it. */
    walkStands(this: void, control: Element): Element[];
    /** The rings around them, as text; empty: none. */
    walkLook(this: void, control: Element): string;
  }
}

/** What both other functions in the page need. */
function prepare(): void {
  window.walkStands = (at) => {
    // A ring may be drawn around what stands for the control: its label, or the mark beside a hidden box.
    const labels = at instanceof HTMLInputElement ? [...(at.labels ?? [])] : [];
    const cells = at.matches('tr') ? [...at.children] : [];
    return [at, at.nextElementSibling, at.parentElement, ...labels, ...cells].filter((one) => one !== null);
  };
  window.walkLook = (at) =>
    window
      .walkStands(at)
      .flatMap((one, n) => {
        const { outlineStyle, outlineWidth, outlineColor, boxShadow, stroke, strokeWidth } = getComputedStyle(one);
        return [
          ...(outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1 ? [`${n} outline ${outlineColor}`] : []),
          ...(boxShadow === 'none' ? [] : [`${n} shadow ${boxShadow}`]),
          // Parts of a drawing have a line instead of a ring.
          ...(one instanceof SVGElement && stroke !== 'none' && parseFloat(strokeWidth) >= 2
            ? [`${n} line ${stroke}`]
            : []),
        ];
      })
      .join('; ');
}

export async function keyboardFaultsOf(page: Page): Promise<string[]> {
  await page.evaluate(prepare);
  const { count, pointerOnly } = await page.evaluate(markControls);
  const faults = new Set(pointerOnly.map((what) => `only a pointer can press: ${what}`));
  // A date draws its ring inside itself when its calendar button has the turn.
  const ringed = new Set<string>();
  const unringed = new Set<string>();
  // A date takes a step for each of its parts, and the browser's own frame takes one.
  for (let step = 0; step < count * 2 + 20; step += 1) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(focusNow);
    if (at === 'round') break;
    if (at === null) continue;
    if (at.ring) ringed.add(at.what);
    else unringed.add(at.what);
    if (at.covered) faults.add(`the focus is covered or off the screen: ${at.what}`);
  }
  for (const what of unringed) if (!ringed.has(what)) faults.add(`the focus cannot be seen: ${what}`);
  const missed = await page.evaluate(unreached);
  return [...faults, ...missed.map((what) => `Tab never reaches: ${what}`)];
}

/** Numbers every control that can be seen, and lists what looks pressable without being a control. */
function markControls(): { count: number; pointerOnly: string[] } {
  const CONTROLS =
    'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex], [contenteditable=true]';
  const controls = [...document.querySelectorAll(CONTROLS)].filter((one) => one.checkVisibility());
  // Nothing has the focus now: what a control looks like without it.
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  const before = new Map(controls.map((one) => [one, window.walkLook(one)]));
  Object.assign(globalThis, { walked: new Set<Element>(), controls: new Set(controls), before });
  const pressable = [...document.body.querySelectorAll<HTMLElement>('*')].filter(
    (one) =>
      one.checkVisibility() &&
      getComputedStyle(one).cursor === 'pointer' &&
      one.parentElement !== null &&
      getComputedStyle(one.parentElement).cursor !== 'pointer' &&
      one.closest(`${CONTROLS}, label`) === null &&
      one.querySelector(CONTROLS) === null,
  );
  return { count: controls.length, pointerOnly: pressable.map((one) => one.outerHTML.slice(0, 140)) };
}

/** The control that has the focus; null where the page itself has it, `round` when the walk is back at its beginning. */
function focusNow(): { what: string; ring: boolean; covered: boolean } | 'round' | null {
  const { walked, before } = globalThis as unknown as { walked: Set<Element>; before: Map<Element, string> };
  const at = document.activeElement;
  if (at === null || at === document.body) return walked.size > 1 ? 'round' : null;
  const [first] = walked;
  if (at === first && walked.size > 1) return 'round';
  walked.add(at);
  const box = at.getBoundingClientRect();
  const points = [
    [box.left + box.width / 2, box.top + box.height / 2],
    [box.left + 2, box.top + 2],
    [box.right - 2, box.bottom - 2],
    [box.right - 2, box.top + 2],
    [box.left + 2, box.bottom - 2],
  ] as const;
  const isShown = points.some(([x, y]) => {
    const top = document.elementFromPoint(x, y);
    return top !== null && (top.contains(at) || window.walkStands(at).some((one) => one.contains(top)));
  });
  const look = window.walkLook(at);
  // Of what came later it is not known what it looked like; a ring it must have all the same.
  return { what: at.outerHTML.slice(0, 300), ring: look !== '' && look !== before.get(at), covered: !isShown };
}

/** What was there when the walk began, is there still, and had no turn. */
function unreached(): string[] {
  const { walked, controls } = globalThis as unknown as { walked: Set<Element>; controls: Set<Element> };
  const GROUPS = '[role=radiogroup], [role=tablist], [role=menu], [role=listbox], [role=grid], table, [role=list], svg';
  const together = (one: Element): Element[] => {
    if (one instanceof HTMLInputElement && one.type === 'radio')
      return [...document.querySelectorAll(`input[name="${one.name}"]`)];
    // Rows take turns by the arrow keys; which one Tab leads to changes with the last one used.
    if (one.matches('tr[tabindex]')) return [...(one.closest('table')?.querySelectorAll('tr') ?? [])];
    const isMember = one instanceof SVGElement || one instanceof HTMLElement ? one.tabIndex < 0 : false;
    return isMember ? [...(one.closest(GROUPS)?.querySelectorAll('*') ?? [])] : [];
  };
  return (
    [...controls]
      .filter((one) => one.isConnected && one.checkVisibility() && !one.matches(':disabled, [aria-disabled=true]'))
      // Made to receive the focus from elsewhere, or hidden from everybody: no control of its own.
      .filter((one) => !one.matches('[tabindex="-1"]:not(a, button, input, select, textarea, [role])'))
      .filter((one) => !one.matches('[aria-hidden=true][tabindex="-1"]'))
      .filter((one) => !walked.has(one) && !together(one).some((other) => walked.has(other)))
      .map((one) => one.outerHTML.slice(0, 300))
  );
}
