/** The board on a phone: a section at a time, each case a card with what is urgent on top and its two buttons below. */
import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { AuthBar } from '../../components/auth-bar';
import { ClockText } from '../../components/clock-text';
import { DoNext, type ActKey } from '../../components/do-next';
import { Missing } from '../../components/missing';
import { countText, many } from '../../components/numbers';
import { OwnerAvatar } from '../../components/owner-avatar';
import { StatusBadge } from '../../components/status-badge';
import { statusWord } from '../../components/status-chain';
import type { Section } from './board-query';
import type { RowHands } from './board-row';
import classes from './board-cards.module.css';
import { actOn, contactText, injuryText, urgencyOf } from './row-facts';
import { sectionWords } from './section-words';
import type { ShownRow, ShownSection } from './use-board';

interface Props {
  readonly sections: readonly ShownSection[];
  readonly acting: { readonly id: string; readonly key: ActKey } | null;
  readonly hands: RowHands;
  grow(this: void, section: Section): void;
}

export function BoardCards({ sections, acting, hands, grow }: Props) {
  let isFirst = true;
  return (
    <div className={classes.list}>
      {sections.map(({ section, matching, rows, more, loading }) => (
        <section key={section} aria-labelledby={`cards-${section}`}>
          <header className={classes.head}>
            <h2 id={`cards-${section}`}>{sectionWords[section].title}</h2>
            <span className={classes.count} data-tone={matching === 0 ? 'none' : sectionWords[section].tone}>
              {countText(matching)}
            </span>
            <span className={classes.order}>Most urgent</span>
          </header>
          {matching === 0 ? <p className={classes.empty}>{sectionWords[section].empty}</p> : null}
          {rows.map((shown) => {
            const primary = isFirst;
            isFirst = false;
            return (
              <Card
                key={shown.row.id}
                shown={shown}
                primary={primary}
                opened={acting?.id === shown.row.id ? acting.key : null}
                hands={hands}
              />
            );
          })}
          {more === 0 ? null : (
            <Button h={44} variant="default" fullWidth loading={loading} onClick={() => grow(section)}>
              Show {many(Math.min(more, 30), 'more', 'more')}
            </Button>
          )}
        </section>
      ))}
    </div>
  );
}

interface CardProps {
  readonly shown: ShownRow;
  readonly primary: boolean;
  readonly opened: ActKey | null;
  readonly hands: RowHands;
}

function Card({ shown: { row, left }, primary, opened, hands }: CardProps) {
  const contact = contactText(row);
  const urgency = urgencyOf(row);
  const { id } = row;
  const employer = [row.employer, injuryText(row)?.replace(/^./, (letter) => letter.toLowerCase())]
    .filter(Boolean)
    .join(', ');
  return (
    <article className={classes.card} data-row={id} data-left={left || undefined}>
      <div className={classes.top}>
        <ClockText words={urgency.words} tone={urgency.tone} icon={urgency.icon} />
        <span className={classes.right}>
          <StatusBadge>{statusWord(row.status.now)}</StatusBadge>
          <button type="button" className={classes.owner} onClick={() => hands.open(id, 'owner')}>
            <OwnerAvatar owner={row.owner} />
            <span className="visually-hidden">: change owner</span>
          </button>
        </span>
      </div>
      <div className={classes.pair}>
        <Link className={classes.name} to={`/cases/${id}`}>
          {row.patient.name ?? <Missing group="identity" />}
        </Link>
        <span className={classes.number}>{row.claimNumber}</span>
      </div>
      <p className={classes.second}>{employer === '' ? <Missing group="identity" /> : employer}</p>
      {row.authorization ? (
        <AuthBar bar={row.authorization} today={row.today} />
      ) : urgency.second === undefined ? null : (
        <p className={classes.second}>{urgency.second}</p>
      )}
      <div className={classes.contact}>
        <span>{row.contact?.adjuster?.name ?? <Missing group="contact" />}</span>
        {contact === null ? null : <span data-tone={contact.tone}>{contact.text}</span>}
      </div>
      <DoNext
        wide
        on={actOn(row)}
        actions={row.doNext}
        opened={opened}
        primary={primary}
        onOpened={(key) => hands.open(id, key)}
        onDone={(done) => hands.done(id, done)}
      />
    </article>
  );
}
