/** The component kit in our design language: sizes, radii, and its colours drawn from the tokens. */
import {
  ActionIcon,
  Button,
  createTheme,
  Modal,
  NumberInput,
  PasswordInput,
  Select,
  Textarea,
  TextInput,
  Tooltip,
  type CSSVariablesResolver,
  type MantineColorsTuple,
} from '@mantine/core';

const accent: MantineColorsTuple = [
  '#ebf0fe',
  '#d5dffc',
  '#b3c4fa',
  '#8ea8ff',
  '#6f8cf0',
  '#3f63dd',
  '#2f55cf',
  '#2848b3',
  '#233f9c',
  '#1d2747',
];

/** The kit's own greys of the dark scheme: text first, page last. Drawn from the same family as the tokens. */
const dark: MantineColorsTuple = [
  '#e8eaee',
  '#b0b7c3',
  '#8d96a5',
  '#6f7988',
  '#3a414d',
  '#272c35',
  '#1d2128',
  '#15181e',
  '#0f1216',
  '#0b0d10',
];

/**
 * A browser keeps what was typed into a form and offers it to the next person at the same desk: names, numbers and dates of
 * patients. Only fields that are about the person who signed in say otherwise.
 */
const unkept = { autoComplete: 'off' } as const;

export const theme = createTheme({
  primaryColor: 'accent',
  primaryShade: { light: 6, dark: 5 },
  colors: { accent, dark },
  fontFamily: "'Inter Variable', system-ui, -apple-system, 'Segoe UI', sans-serif",
  fontSizes: { xs: '11.5px', sm: '13px', md: '13px', lg: '16px', xl: '22px' },
  lineHeights: { xs: '16px', sm: '18px', md: '18px', lg: '20px', xl: '28px' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '20px' },
  radius: { xs: '4px', sm: '6px', md: '8px', lg: '10px', xl: '16px' },
  defaultRadius: 'sm',
  breakpoints: { xs: '24em', sm: '40em', md: '60em', lg: '75em', xl: '90em' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: Button.extend({ defaultProps: { size: 'sm' }, vars: () => ({ root: { '--button-height': '30px' } }) }),
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: 'default', size: 30 } }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 300, events: { hover: true, focus: true, touch: false } } }),
    Modal: Modal.extend({
      defaultProps: { centered: true, closeButtonProps: { 'aria-label': 'Close' } },
      styles: {
        header: { background: 'var(--cc-surface)' },
        content: { background: 'var(--cc-surface)' },
        title: { fontSize: 16, fontWeight: 650 },
      },
    }),
    TextInput: TextInput.extend({ defaultProps: { size: 'sm', ...unkept } }),
    PasswordInput: PasswordInput.extend({ defaultProps: { size: 'sm', visibilityToggleFocusable: true } }),
    Textarea: Textarea.extend({ defaultProps: { size: 'sm', autosize: true, minRows: 2, ...unkept } }),
    Select: Select.extend({
      // The kit keeps its clear button from the keyboard and from readers: a choice could be made and never taken back.
      defaultProps: {
        size: 'sm',
        clearButtonProps: { size: '24px', tabIndex: 0, 'aria-hidden': false, 'aria-label': 'Clear the choice' },
      },
    }),
    NumberInput: NumberInput.extend({ defaultProps: { size: 'sm', ...unkept } }),
    Autocomplete: { defaultProps: unkept },
    TagsInput: { defaultProps: unkept },
    Input: { defaultProps: unkept },
  },
});

/** One source of colour: the kit's own variables point at the tokens, in light and in dark. */
export const resolver: CSSVariablesResolver = () => {
  const shared = {
    '--mantine-color-body': 'var(--cc-bg)',
    '--mantine-color-text': 'var(--cc-text-1)',
    '--mantine-color-dimmed': 'var(--cc-text-3)',
    '--mantine-color-placeholder': 'var(--cc-text-3)',
    '--mantine-color-anchor': 'var(--cc-accent)',
    '--mantine-color-error': 'var(--cc-red)',
    '--mantine-color-default': 'var(--cc-surface)',
    '--mantine-color-default-hover': 'var(--cc-subtle)',
    '--mantine-color-default-color': 'var(--cc-text-1)',
    '--mantine-color-default-border': 'var(--cc-border-strong)',
    '--mantine-color-disabled': 'var(--cc-subtle)',
    '--mantine-color-disabled-color': 'var(--cc-text-3)',
    '--mantine-color-disabled-border': 'var(--cc-border)',
    '--mantine-primary-color-filled': 'var(--cc-accent-fill)',
    '--mantine-primary-color-light': 'var(--cc-accent-tint)',
    '--mantine-primary-color-light-color': 'var(--cc-accent)',
    '--mantine-color-accent-light': 'var(--cc-accent-tint)',
    '--mantine-color-accent-light-color': 'var(--cc-accent)',
    '--mantine-color-accent-text': 'var(--cc-accent)',
    '--mantine-color-red-light': 'var(--cc-red-tint)',
    '--mantine-color-red-light-color': 'var(--cc-red)',
    '--mantine-color-yellow-light': 'var(--cc-amber-tint)',
    '--mantine-color-yellow-light-color': 'var(--cc-amber)',
    '--mantine-color-green-light': 'var(--cc-green-tint)',
    '--mantine-color-green-light-color': 'var(--cc-green)',
    '--mantine-color-gray-light': 'var(--cc-subtle)',
    '--mantine-color-gray-light-color': 'var(--cc-text-2)',
  };
  return { variables: {}, light: shared, dark: shared };
};
