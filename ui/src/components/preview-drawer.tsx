/** Shows a row beside its list and pushes the list aside; it never covers it. On a phone it takes the page. */
import { ActionIcon, Tooltip } from '@mantine/core';
import { IconArrowsMaximize, IconChevronDown, IconChevronUp, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useHotkey } from '../app/hotkeys';
import classes from './preview-drawer.module.css';

export interface PreviewDrawerProps {
  /** "DN-20416" */
  readonly title: string;
  /** Beside the title, such as the stage. */
  readonly badge?: ReactNode;
  readonly onOpen?: (() => void) | undefined;
  /** Undefined at the first row. */
  readonly onPrevious?: (() => void) | undefined;
  readonly onNext?: (() => void) | undefined;
  onClose(this: void): void;
  readonly children: ReactNode;
}

export function PreviewDrawer({ title, badge, onOpen, onPrevious, onNext, onClose, children }: PreviewDrawerProps) {
  useHotkey('Escape', onClose, 'Close the preview');
  return (
    <aside className={classes.drawer} aria-label={`Preview of ${title}`}>
      <header className={classes.head}>
        <h2>{title}</h2>
        {badge}
        <span className={classes.gap} />
        {onOpen && <Step label="Open the case" icon={<IconArrowsMaximize size={15} />} onClick={onOpen} />}
        <Step label="Previous row" icon={<IconChevronUp size={16} />} onClick={onPrevious} />
        <Step label="Next row" icon={<IconChevronDown size={16} />} onClick={onNext} />
        <Step label="Close the preview" icon={<IconX size={16} />} onClick={onClose} />
      </header>
      <div className={classes.body}>{children}</div>
    </aside>
  );
}

function Step(props: { readonly label: string; readonly icon: ReactNode; readonly onClick: (() => void) | undefined }) {
  return (
    <Tooltip label={props.label}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={26}
        aria-label={props.label}
        disabled={props.onClick === undefined}
        onClick={props.onClick}
      >
        {props.icon}
      </ActionIcon>
    </Tooltip>
  );
}

/** A part of the drawer with its heading. */
export function PreviewPart(props: {
  readonly title: string;
  readonly note?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <section className={classes.part}>
      <h3>
        {props.title} {props.note !== undefined && <span>{props.note}</span>}
      </h3>
      {props.children}
    </section>
  );
}
