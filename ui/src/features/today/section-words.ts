/** What the sections of the board are called, what stands in them, and what it means when one is empty. */
import {
  IconChecks,
  IconHourglassHigh,
  IconMessageOff,
  IconQuestionMark,
  IconReceiptOff,
  IconUserQuestion,
  type Icon,
} from '@tabler/icons-react';
import type { Section } from './board-query';

interface SectionWords {
  readonly title: string;
  /** In the strip of counts and on a phone's tab. */
  readonly short: string;
  readonly holds: string;
  readonly empty: string;
  readonly icon: Icon;
  readonly tone: 'red' | 'amber' | 'none';
}

export const sectionWords: Readonly<Record<Section, SectionWords>> = {
  authorization: {
    title: 'Expiring authorizations',
    short: 'Expiring',
    holds: 'An authorization ends or has ended, or its visits run out',
    empty: 'No authorization ends soon, and no visits run out.',
    icon: IconHourglassHigh,
    tone: 'red',
  },
  silent: {
    title: 'Silent adjusters',
    short: 'Silent',
    holds: 'No adjuster contact for longer than the rule allows',
    empty: 'No silent adjusters. Everyone was in contact within the limit.',
    icon: IconMessageOff,
    tone: 'amber',
  },
  unbilled: {
    title: 'Treated, not billed',
    short: 'Unbilled',
    holds: 'Treatment delivered under a valid authorization, no claim submitted',
    empty: 'Everything that was treated is billed.',
    icon: IconReceiptOff,
    tone: 'amber',
  },
  other: {
    title: 'Waiting for an answer',
    short: 'Answers',
    holds: 'A request, a denial, a payment or a follow-up date asks for a person',
    empty: 'Nothing else waits for an answer.',
    icon: IconQuestionMark,
    tone: 'amber',
  },
  unowned: {
    title: 'Nobody owns these',
    short: 'Unowned',
    holds: 'Quiet so far, and nobody would notice when that ends',
    empty: 'Every case has an owner.',
    icon: IconUserQuestion,
    tone: 'red',
  },
  quiet: {
    title: 'Nothing to do now',
    short: 'Quiet',
    holds: 'Each waits for its next clock',
    empty: 'No quiet cases.',
    icon: IconChecks,
    tone: 'none',
  },
};

/** Shown also when they are empty: an empty one is good news worth reading. */
export const alwaysShown: readonly Section[] = ['authorization', 'silent', 'unbilled'];
