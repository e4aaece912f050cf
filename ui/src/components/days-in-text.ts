/** Sentences of the server name days as `2026-11-30`; people read "Mon 30 Nov". */
import { dayText } from './dates';

export const withDays = (text: string, today: string): string =>
  text.replaceAll(/\b\d{4}-\d{2}-\d{2}\b/g, (day) => dayText(day, today));
