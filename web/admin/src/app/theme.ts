import { createTheme, Drawer, type MantineColorsTuple, Menu, Modal, Notification } from '@mantine/core';

const teal: MantineColorsTuple = [
  '#effaf8',
  '#d9f0ec',
  '#b0e2da',
  '#83d3c7',
  '#5fc6b7',
  '#48bead',
  '#2f9e90',
  '#17776c',
  '#0f665d',
  '#0a534c',
];

export const theme = createTheme({
  primaryColor: 'teal',
  primaryShade: 7,
  autoContrast: true,
  colors: { teal },
  fontFamily: 'system-ui, -apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif',
  defaultRadius: 'md',
  cursorType: 'pointer',
  components: {
    // The first item has the focus, as menus should; a menu's children are items only.
    Menu: Menu.extend({ defaultProps: { withInitialFocusPlaceholder: false } }),
    Modal: Modal.extend({ defaultProps: { closeButtonProps: { 'aria-label': 'Close' } } }),
    Drawer: Drawer.extend({ defaultProps: { closeButtonProps: { 'aria-label': 'Close' } } }),
    Notification: Notification.extend({ defaultProps: { closeButtonProps: { 'aria-label': 'Close' } } }),
  },
});
