/** Every key of the page that is open, and of every page. */
import { Modal } from '@mantine/core';
import { areSingleKeysOn, useHotkeyList, type Hotkey } from '../hotkeys';
import classes from './key-sheet.module.css';

export function KeySheet({ opened, onClose }: { opened: boolean; onClose(): void }) {
  const keys = useHotkeyList();
  const groups = [...new Set(keys.map(({ group }) => group))].toSorted((a, b) => rank(a) - rank(b));
  return (
    <Modal opened={opened} onClose={onClose} title="All keys" size="lg">
      {areSingleKeysOn() ? null : <p>Single keys are switched off in your account. Those with Ctrl work.</p>}
      <div className={classes.groups}>
        {groups.map((group) => (
          <section key={group}>
            <h3 className={classes.heading}>{group}</h3>
            <dl className={classes.list}>
              {once(keys.filter((key) => key.group === group)).map(({ keys: named, label }) => (
                <div key={named} className={classes.row}>
                  <dt>
                    {named.split(' ').map((one) => (
                      <kbd key={one}>{shown(one)}</kbd>
                    ))}
                  </dt>
                  <dd>{label}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}

const rank = (group: string): number => (group === 'Everywhere' ? 1 : 0);

function once(keys: readonly Hotkey[]): Hotkey[] {
  return [...new Map(keys.map((key) => [key.keys, key])).values()];
}

function shown(key: string): string {
  const words = key.replace('mod+', 'Ctrl ').replace('shift+', 'Shift ');
  return words.replace(/(^| )([a-z])$/, (_all, before: string, letter: string) => `${before}${letter.toUpperCase()}`);
}
