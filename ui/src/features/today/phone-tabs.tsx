/** The counts of the day on a phone: four tabs, each opening its section. */
import { IconUserQuestion } from '@tabler/icons-react';
import { countText } from '../../components/numbers';
import type { BoardSummary, Section } from './board-query';
import classes from './phone-tabs.module.css';
import type { ShownSection } from './use-board';
import { sectionWords } from './section-words';

export type PhoneTab = 'authorization' | 'silent' | 'unbilled' | 'nobody';

interface Props {
  readonly summary: BoardSummary;
  readonly chosen: PhoneTab;
  onChoose(this: void, tab: PhoneTab): void;
}

const tabs: readonly PhoneTab[] = ['authorization', 'silent', 'unbilled', 'nobody'];

export function CountTabs({ summary, chosen, onChoose }: Props) {
  return (
    <div className={classes.tabs} role="group" aria-label="Sections">
      {tabs.map((tab) => {
        const words = sectionWords[tab === 'nobody' ? 'unowned' : tab];
        const n = tab === 'nobody' ? summary.unowned : (summary.sections[tab as Section] ?? 0);
        const Mark = tab === 'nobody' ? IconUserQuestion : words.icon;
        return (
          <button
            key={tab}
            type="button"
            className={classes.tab}
            aria-pressed={chosen === tab}
            onClick={() => onChoose(tab)}
          >
            <span className={classes.figure}>
              <Mark size={18} data-tone={n === 0 ? 'none' : words.tone} aria-hidden /> {countText(n)}
            </span>
            {words.short}
          </button>
        );
      })}
    </div>
  );
}

/** A tab holds its section; what waits for an answer stands below each, so that no tab hides it. */
export function onTab(sections: readonly ShownSection[], tab: PhoneTab): ShownSection[] {
  const wanted = tab === 'nobody' ? ['unowned'] : [tab, 'other'];
  if (tab !== 'nobody') return sections.filter(({ section }) => wanted.includes(section));
  return sections
    .map((section) => {
      const rows = section.rows.filter(({ row }) => row.owner === null);
      return {
        ...section,
        rows,
        matching: section.section === 'unowned' ? section.matching : rows.length,
        more: section.section === 'unowned' ? section.more : 0,
      };
    })
    .filter(({ rows }) => rows.length > 0);
}
